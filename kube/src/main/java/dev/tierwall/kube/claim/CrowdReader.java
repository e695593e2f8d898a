package dev.tierwall.kube.claim;

import dev.tierwall.core.claim.Crowd;
import dev.tierwall.core.label.Selector;
import dev.tierwall.core.label.SelectorText;
import dev.tierwall.core.naming.Asked;
import dev.tierwall.core.naming.AskedPort;
import dev.tierwall.core.naming.Name;
import dev.tierwall.core.naming.Reading;
import dev.tierwall.core.net.AddressSet;
import dev.tierwall.core.net.Cidr;
import dev.tierwall.kube.tree.Node;
import dev.tierwall.kube.tree.Problems;
import dev.tierwall.kube.wire.Fields;
import dev.tierwall.kube.wire.LabelRules;
import dev.tierwall.kube.wire.Spelling;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads whom one side of an assertion means: a name, selectors, addresses, or a list of these. */
final class CrowdReader {
    private static final String ANYONE = "anyone";

    private final Problems problems;

    CrowdReader(Problems problems) {
        this.problems = problems;
    }

    /** Whom one side means, and the port that stood after a name. */
    record Side(Crowd crowd, AskedPort port) {}

    /** A name that may have a port after it. */
    @Nullable
    Side destination(Node.Text text) {
        if (text.value().equals(ANYONE)) {
            return new Side(new Crowd.Everyone(), new AskedPort.Declared());
        }
        return switch (Asked.read(text.value())) {
            case Reading.Known<Asked>(Asked(Name name, AskedPort port)) ->
                new Side(named(name, text, withoutPort(text.value(), port)), port);
            case Reading.Unknown<Asked>(String problem, String remedy) -> {
                problems.error(problems.at(text), problem, remedy);
                yield null;
            }
        };
    }

    private Crowd named(Name name, Node.Text text, String words) {
        return new Crowd.Named(name, words, problems.at(text));
    }

    private static String withoutPort(String text, AskedPort port) {
        return port instanceof AskedPort.Declared ? text : text.substring(0, text.lastIndexOf(':'));
    }

    @Nullable
    Crowd crowd(Node node) {
        return switch (node) {
            case Node.Text text when text.value().equals(ANYONE) -> new Crowd.Everyone();
            case Node.Text text -> name(text);
            case Node.Sequence list -> anyOf(list);
            case Node.Mapping mapping -> mapping(mapping);
            default -> {
                problems.error(
                        problems.at(node),
                        "this must be a name, a mapping or a list of them, but is " + node.kind(),
                        "write such as `shop/web`, `{namespace: shop}` or `internet`");
                yield null;
            }
        };
    }

    private @Nullable Crowd name(Node.Text text) {
        return switch (Asked.readName(text.value())) {
            case Reading.Known<Name>(Name name) -> named(name, text, text.value());
            case Reading.Unknown<Name>(String problem, String remedy) -> {
                problems.error(problems.at(text), problem, remedy);
                yield null;
            }
        };
    }

    private @Nullable Crowd anyOf(Node.Sequence list) {
        List<Crowd> crowds = new ArrayList<>();
        for (Node item : list.items()) {
            Crowd crowd = crowd(item);
            if (crowd != null) {
                crowds.add(crowd);
            }
        }
        if (list.items().isEmpty()) {
            problems.error(problems.at(list), "the list is empty, and so means nobody", "name somebody in it");
        }
        return crowds.isEmpty() ? null : crowds.size() == 1 ? crowds.getFirst() : new Crowd.AnyOf(crowds);
    }

    private @Nullable Crowd mapping(Node.Mapping mapping) {
        int before = problems.errors();
        Fields fields = new Fields(mapping, "a side of an assertion", problems);
        fields.only("namespace", "namespaceSelector", "podSelector", "cidr", "except", "not");
        Crowd all = fields.has("cidr") || fields.has("except") ? addresses(fields) : selected(fields);
        Node not = fields.value("not");
        Crowd others = not == null ? null : crowd(not);
        if (problems.errors() > before || all == null) {
            return null;
        }
        return others == null ? all : new Crowd.Without(all, others);
    }

    private Crowd selected(Fields fields) {
        List<Crowd.InNamespace> namespaces = new ArrayList<>();
        for (Node.Text name : texts(fields, "namespace")) {
            namespaces.add(new Crowd.InNamespace(name.value(), problems.at(name)));
        }
        return new Crowd.Selected(
                namespaces, selector(fields, "namespaceSelector"), selector(fields, "podSelector"), fields.location());
    }

    /** As in a policy, or in kubectl's words. */
    private Selector selector(Fields fields, String field) {
        if (!(fields.value(field) instanceof Node.Text text)) {
            return LabelRules.selector(fields, field);
        }
        Optional<Selector> read = SelectorText.read(text.value());
        if (read.isEmpty()) {
            problems.error(
                    problems.at(text),
                    Spelling.quoted(text.value()) + " is no selector",
                    "write such as `app=web,tier in (a,b)`, or `matchLabels:` and `matchExpressions:` below it");
        }
        return read.orElse(Selector.EVERYTHING);
    }

    private @Nullable Crowd addresses(Fields fields) {
        for (String field : List.of("namespace", "namespaceSelector", "podSelector")) {
            if (fields.has(field)) {
                problems.error(
                        fields.at(field),
                        "addresses and `" + field + "` do not go together",
                        "make two entries of a list of them");
            }
        }
        if (!fields.has("cidr")) {
            fields.missing("cidr", "`except` cuts from a `cidr`: add one");
            return null;
        }
        List<String> words = new ArrayList<>();
        List<Cidr> blocks = cidrs(fields, "cidr", words);
        List<String> exceptions = new ArrayList<>();
        List<Cidr> except = cidrs(fields, "except", exceptions);
        String text =
                String.join(", ", words) + (exceptions.isEmpty() ? "" : " except " + String.join(", ", exceptions));
        return new Crowd.Addressed(AddressSet.of(blocks, except), text, fields.location());
    }

    private List<Cidr> cidrs(Fields fields, String field, List<String> words) {
        List<Cidr> blocks = new ArrayList<>();
        for (Node.Text text : texts(fields, field)) {
            words.add(text.value());
            Optional<Cidr> block = Cidr.parse(text.value());
            if (block.isEmpty()) {
                problems.error(
                        problems.at(text),
                        Spelling.quoted(text.value()) + " is no block of addresses",
                        "write an address, a slash and the length of its prefix, as in 10.0.0.0/8");
            }
            block.ifPresent(blocks::add);
        }
        return blocks;
    }

    /** A text, or several in a list. */
    private static List<Node.Text> texts(Fields fields, String field) {
        if (fields.value(field) instanceof Node.Sequence) {
            return fields.texts(field);
        }
        Node.Text one = fields.text(field);
        return one == null ? List.of() : List.of(one);
    }
}
