package dev.tierwall.lab.decode;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tierwall.core.model.Finding;
import dev.tierwall.kube.tree.Block;
import dev.tierwall.kube.tree.Documents;
import dev.tierwall.kube.tree.Node;
import dev.tierwall.kube.tree.Problems;
import dev.tierwall.kube.tree.TreeSink;
import java.util.ArrayList;
import java.util.List;

/** Reads YAML into trees, by the same rules as kubectl: what server-side apply sends, and manifests. */
public final class YamlTrees {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private YamlTrees() {}

    /** The objects of all documents, those of lists one by one. */
    public static List<ObjectNode> objects(byte[] bytes) throws UnreadableObjectException {
        Collected collected = new Collected();
        Problems problems = new Problems("");
        new Documents(collected, problems).read(new Block(bytes, 0, bytes.length, 1));
        for (Finding finding : problems.findings()) {
            if (finding.severity() == Finding.Severity.ERROR) {
                throw new UnreadableObjectException(
                        "error parsing YAML: line " + finding.location().line() + ": " + finding.problem());
            }
        }
        return collected.objects;
    }

    /** The one object of a document. */
    public static ObjectNode object(byte[] bytes) throws UnreadableObjectException {
        List<ObjectNode> objects = objects(bytes);
        if (objects.size() != 1) {
            throw new UnreadableObjectException("the body must be one YAML object, and has " + objects.size());
        }
        return objects.getFirst();
    }

    private static final class Collected implements TreeSink {
        private final List<ObjectNode> objects = new ArrayList<>();

        @Override
        public void item(Node.Mapping head, Node item) {
            add(item);
        }

        @Override
        public void document(Node root, boolean complete) {
            add(root);
        }

        private void add(Node node) {
            if (tree(node) instanceof ObjectNode object && !object.isEmpty()) {
                objects.add(object);
            }
        }
    }

    private static JsonNode tree(Node node) {
        return switch (node) {
            case Node.Text text -> JSON.textNode(text.value());
            case Node.Whole whole when whole.value() == (int) whole.value() -> JSON.numberNode((int) whole.value());
            case Node.Whole whole -> JSON.numberNode(whole.value());
            case Node.Fraction fraction -> JSON.numberNode(fraction.value());
            case Node.Bool bool -> JSON.booleanNode(bool.value());
            case Node.Null _ -> JSON.nullNode();
            case Node.Sequence sequence -> {
                ArrayNode array = JSON.arrayNode();
                sequence.items().forEach(item -> array.add(tree(item)));
                yield array;
            }
            case Node.Mapping mapping -> {
                ObjectNode object = JSON.objectNode();
                mapping.entries().forEach(entry -> object.set(entry.key(), tree(entry.value())));
                yield object;
            }
        };
    }
}
