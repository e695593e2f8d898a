package dev.tierwall.kube.wire;

import dev.tierwall.core.model.Location;
import dev.tierwall.kube.tree.Node;
import dev.tierwall.kube.tree.Problems;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A mapping of an object, read field by field. A field of another type than the API has there becomes a finding and
 * reads as absent; so does null, as in the API.
 */
public final class Fields {

    private final Node.Mapping mapping;
    private final String name;
    private final Problems problems;

    /** Fields whose type has been reported, since a field may be asked for more than once. */
    private List<String> wrongFields = List.of();

    /**
     * @param mapping what is written
     * @param name what the mapping is, for messages: a field's name, or words such as {@code an entry of `ports`}
     * @param problems where findings go
     */
    public Fields(Node.Mapping mapping, String name, Problems problems) {
        this.mapping = mapping;
        this.name = name;
        this.problems = problems;
    }

    /** The name in messages: a single word is a field's, and marked as such. */
    private String name() {
        return name.indexOf(' ') < 0 ? "`" + name + "`" : name;
    }

    /** The fields of a list entry; null in its place is an entry without fields, as in the API. */
    public static @Nullable Fields of(Node node, String name, Problems problems) {
        return switch (node) {
            case Node.Mapping mapping -> new Fields(mapping, name, problems);
            case Node.Null none -> new Fields(new Node.Mapping(List.of(), none.line(), none.column()), name, problems);
            default -> {
                problems.error(problems.at(node), name + " must be a mapping, but is " + node.kind(), asMapping(node));
                yield null;
            }
        };
    }

    public Problems problems() {
        return problems;
    }

    public Location location() {
        return problems.at(mapping);
    }

    Node.Mapping node() {
        return mapping;
    }

    public boolean has(String field) {
        return value(field) != null;
    }

    /** How many fields are written, null ones left out. */
    public int count() {
        int count = 0;
        for (Node.Entry entry : mapping.entries()) {
            count += entry.value() instanceof Node.Null ? 0 : 1;
        }
        return count;
    }

    /** The value of a field; null if it is absent or null. */
    public @Nullable Node value(String field) {
        Node node = mapping.get(field);
        return node instanceof Node.Null ? null : node;
    }

    /** Where a field's value is, or the mapping if the field is absent. */
    public Location at(String field) {
        Node node = mapping.get(field);
        return node == null ? location() : problems.at(node);
    }

    /** Reports each field that the API does not have here, and what was probably meant. */
    public void only(String... known) {
        for (Node.Entry entry : mapping.entries()) {
            if (!isOneOf(entry.key(), known)) {
                String meant = Spelling.nearest(entry.key(), known);
                problems.error(
                        problems.at(entry.line(), entry.column()),
                        "unknown field `" + entry.key() + "` in " + name(),
                        meant.isEmpty()
                                ? "remove it, or move it to where it belongs; known here: " + String.join(", ", known)
                                : "did you mean `" + meant + "`?");
            }
        }
    }

    private static boolean isOneOf(String key, String... known) {
        for (String word : known) {
            if (word.equals(key)) {
                return true;
            }
        }
        return false;
    }

    @Nullable
    Fields mapping(String field) {
        return switch (value(field)) {
            case null -> null;
            case Node.Mapping inner -> new Fields(inner, field, problems);
            case Node other -> {
                wrong(field, "a mapping", other, asMapping(other));
                yield null;
            }
        };
    }

    /** The entries of a list field; none if it is absent. */
    public List<Node> list(String field) {
        return switch (value(field)) {
            case null -> List.of();
            case Node.Sequence list -> list.items();
            case Node other -> {
                wrong(field, "a list", other, "start each entry with a dash");
                yield List.of();
            }
        };
    }

    /** The mappings in a list field, each called {@code entryName} in messages. */
    List<Fields> mappings(String field, String entryName) {
        List<Fields> entries = new ArrayList<>();
        for (Node node : list(field)) {
            Fields entry = of(node, entryName, problems);
            if (entry != null) {
                entries.add(entry);
            }
        }
        return entries;
    }

    /** The strings in a list field; null among them is an empty string, as in the API. */
    public List<Node.Text> texts(String field) {
        List<Node.Text> texts = new ArrayList<>();
        for (Node node : list(field)) {
            switch (node) {
                case Node.Text text -> texts.add(text);
                case Node.Null none -> texts.add(new Node.Text("", none.line(), none.column()));
                default -> wrong("an entry of `" + field + "`", node);
            }
        }
        return texts;
    }

    public Node.@Nullable Text text(String field) {
        return switch (value(field)) {
            case null -> null;
            case Node.Text text -> text;
            case Node other -> {
                wrong("`" + field + "`", other);
                yield null;
            }
        };
    }

    /** The value of a string field, or the text given if the field is absent. */
    String text(String field, String otherwise) {
        Node.Text text = text(field);
        return text == null ? otherwise : text.value();
    }

    Node.@Nullable Whole whole(String field) {
        return switch (value(field)) {
            case null -> null;
            case Node.Whole whole -> whole;
            case Node.Text text -> {
                boolean quoted = Spelling.isNumber(text.value());
                wrong(field, "a whole number", text, quoted ? "remove the quotes" : "write a number");
                yield null;
            }
            case Node other -> {
                wrong(field, "a whole number", other, "write a number without a fraction");
                yield null;
            }
        };
    }

    /** Whether a boolean field is true; absent is false. */
    boolean isTrue(String field) {
        return switch (value(field)) {
            case null -> false;
            case Node.Bool bool -> bool.value();
            case Node other -> {
                wrong(field, "true or false", other, "write true or false, without quotes");
                yield false;
            }
        };
    }

    /** The entries of a field that maps strings to strings; every value is a text. */
    List<Node.Entry> strings(String field) {
        Fields inner = mapping(field);
        if (inner == null) {
            return List.of();
        }
        List<Node.Entry> strings = new ArrayList<>(inner.mapping.entries().size());
        for (Node.Entry entry : inner.mapping.entries()) {
            switch (entry.value()) {
                case Node.Text _ -> strings.add(entry);
                case Node.Null none ->
                    strings.add(new Node.Entry(
                            entry.key(), entry.line(), entry.column(), new Node.Text("", none.line(), none.column())));
                default -> wrong("the value of `" + entry.key() + "` in `" + field + "`", entry.value());
            }
        }
        return strings;
    }

    /** Reports that a field is missing. */
    public void missing(String field, String remedy) {
        problems.error(location(), name() + " has no `" + field + "`", remedy);
    }

    private void wrong(String what, Node other) {
        String remedy = switch (other) {
            case Node.Sequence _, Node.Mapping _ -> "write a text";
            case Node.Bool _ -> "put quotes around it: without them y, n, yes, no, on and off are booleans";
            default -> "put quotes around it";
        };
        problems.error(problems.at(other), what + " must be a string, but is " + other.kind(), remedy);
    }

    private void wrong(String field, String wanted, Node other, String remedy) {
        if (wrongFields.contains(field)) {
            return;
        }
        wrongFields = new ArrayList<>(wrongFields);
        wrongFields.add(field);
        problems.error(problems.at(other), "`" + field + "` must be " + wanted + ", but is " + other.kind(), remedy);
    }

    private static String asMapping(Node node) {
        return node instanceof Node.Sequence
                ? "remove the dash, or write `key: value` pairs"
                : "write `key: value` pairs";
    }
}
