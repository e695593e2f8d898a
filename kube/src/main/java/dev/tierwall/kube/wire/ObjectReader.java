package dev.tierwall.kube.wire;

import dev.tierwall.core.model.ClusterObject;
import dev.tierwall.kube.tree.Node;
import dev.tierwall.kube.tree.Problems;
import dev.tierwall.kube.tree.TreeSink;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Takes the documents of a source apart into Kubernetes objects: single ones, and the items of lists, of lists of lists,
 * and of typed lists such as a PodList, whose items do not name their kind.
 */
public final class ObjectReader implements TreeSink {

    private static final String LIST = "List";

    private final Problems problems;
    private final String defaultNamespace;
    private final Decoder decoder;
    private final Consumer<ClusterObject> facts;

    /** Items that came before their list said its kind. */
    private final List<Node.Mapping> waiting = new ArrayList<>();

    private int objects;

    /**
     * @param problems where findings go
     * @param defaultNamespace the namespace of objects that name none
     * @param facts receives what the objects state, in their order
     */
    public ObjectReader(Problems problems, String defaultNamespace, Consumer<ClusterObject> facts) {
        this.problems = problems;
        this.defaultNamespace = defaultNamespace;
        this.decoder = new Decoder(problems, defaultNamespace);
        this.facts = facts;
    }

    /** How many Kubernetes objects there were, those of kinds that are not read included. */
    public int objects() {
        return objects;
    }

    @Override
    public void item(Node.Mapping head, Node item) {
        if (!(item instanceof Node.Mapping mapping)) {
            problems.error(
                    problems.at(item),
                    "an item of a list must be an object, but is " + item.kind(),
                    "remove it, or write an object with apiVersion and kind");
        } else if (mapping.text("kind") != null) {
            object(mapping, null);
        } else if (head.text("kind") != null) {
            object(mapping, head);
        } else {
            waiting.add(mapping);
        }
    }

    @Override
    public void document(Node root, boolean complete) {
        List<Node.Mapping> items = List.copyOf(waiting);
        waiting.clear();
        switch (root) {
            case Node.Mapping mapping
            when complete -> {
                items.forEach(item -> object(item, mapping));
                if (!isList(mapping.text("kind"))) {
                    object(mapping, null);
                } else {
                    nested(mapping);
                }
            }
            case Node.Mapping mapping -> {
                objects++;
                Salvage.policy(mapping, problems, defaultNamespace).ifPresent(facts);
            }
            case Node.Null _ -> {}
            default ->
                problems.note(
                        problems.at(root),
                        "not read: the document is " + root.kind() + ", not a Kubernetes object",
                        "an object has at least apiVersion, kind and metadata");
        }
    }

    private static boolean isList(@Nullable String kind) {
        return kind != null && kind.endsWith(LIST);
    }

    /** The items of a list inside another; those of a document were handed out before. */
    private void nested(Node.Mapping list) {
        if (list.get("items") instanceof Node.Sequence items) {
            for (Node item : items.items()) {
                item(list, item);
            }
        }
    }

    private void object(Node.Mapping object, Node.@Nullable Mapping list) {
        String kind = kind(object, list);
        String apiVersion = apiVersion(object, list);
        if (kind == null || apiVersion == null) {
            unknown(object, kind, apiVersion);
            return;
        }
        if (isList(kind)) {
            nested(object);
            return;
        }
        objects++;
        if (isTemplate(object)) {
            problems.note(
                    problems.at(object),
                    "not read: this is a template, not a manifest",
                    "render it first and read the result, as in `helm template CHART | tierwall … -f -`");
            return;
        }
        decoder.decode(apiVersion, kind, object)
                .ifPresentOrElse(facts, () -> Strangers.report(apiVersion, kind, object, problems));
    }

    private static @Nullable String kind(Node.Mapping object, Node.@Nullable Mapping list) {
        String own = object.text("kind");
        String lists = list == null ? null : list.text("kind");
        if (own != null || lists == null || !isList(lists)) {
            return own;
        }
        return lists.length() == LIST.length() ? null : lists.substring(0, lists.length() - LIST.length());
    }

    private static @Nullable String apiVersion(Node.Mapping object, Node.@Nullable Mapping list) {
        String own = object.text("apiVersion");
        return own != null || list == null ? own : list.text("apiVersion");
    }

    private void unknown(Node.Mapping object, @Nullable String kind, @Nullable String apiVersion) {
        if (kind == null && apiVersion == null) {
            problems.note(
                    problems.at(object),
                    "not read: the document has neither apiVersion nor kind, and so is no Kubernetes object",
                    "add both if it should be one");
            return;
        }
        objects++;
        String missing = kind == null ? "kind" : "apiVersion";
        problems.error(
                problems.at(object),
                "the object has no `" + missing + "`",
                kind == null ? "add it, as in `kind: Pod`" : "add it, as in `apiVersion: v1`");
    }

    /** A name or a label that is still to be filled in. */
    private static boolean isTemplate(Node.Mapping object) {
        if (!(object.get("metadata") instanceof Node.Mapping metadata)) {
            return false;
        }
        if (metadata.get("labels") instanceof Node.Mapping labels) {
            for (Node.Entry label : labels.entries()) {
                if (label.value() instanceof Node.Text text && isTemplate(text.value())) {
                    return true;
                }
            }
        }
        return isTemplate(metadata.text("name")) || isTemplate(metadata.text("namespace"));
    }

    private static boolean isTemplate(@Nullable String text) {
        return text != null && text.contains("{{");
    }
}
