package dev.tierwall.kube.tree;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the anchors of a document stand for. Counts the values of the document as if every alias were written out, so that
 * a few lines of aliases cannot stand for more than a reader can bear.
 */
final class Anchors {

    /** More values than any object of the API has. */
    static final int MAX_VALUES = 2_000_000;

    private final Map<String, Target> targets = new HashMap<>();
    private int values;

    /** A value with an anchor, and how many values it is made of; null while it is being read. */
    private record Target(@Nullable Node node, int values) {}

    /** How many values there are so far. */
    int values() {
        return values;
    }

    /** Counts more values, of which {@code node} is the last. */
    void count(Node node, int more) {
        values += Math.min(more, MAX_VALUES);
        if (values > MAX_VALUES) {
            throw new UnreadableException(
                    node.line(),
                    node.column(),
                    "aliases make this document more than " + MAX_VALUES + " values large",
                    "write the values out, or remove the aliases: this is how a small file exhausts a reader");
        }
    }

    /** A value with this anchor begins. */
    void open(String anchor) {
        targets.put(anchor, new Target(null, 0));
    }

    /** A value with this anchor is complete. */
    void set(String anchor, Node node, int size) {
        targets.put(anchor, new Target(node, size));
    }

    /** What an alias at this place stands for. */
    Node get(String anchor, Node place, boolean counted) {
        Target target = targets.get(anchor);
        if (target == null) {
            throw new UnreadableException(
                    place.line(),
                    place.column(),
                    "the alias *" + anchor + " refers to no anchor",
                    "write &" + anchor + " before the value meant, in the same document");
        }
        if (target.node == null) {
            throw new UnreadableException(
                    place.line(),
                    place.column(),
                    "the anchor &" + anchor + " contains itself",
                    "write the value out instead of *" + anchor);
        }
        if (counted) {
            count(place, target.values);
        }
        return target.node;
    }
}
