package dev.tierwall.kube.tree;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the anchors of a document stand for, and how much of the document aliases stand for, so that a few lines of them
 * cannot stand for more than a reader can bear.
 */
final class Anchors {

    /** More values than any object of the API has. */
    static final int MAX_VALUES = 2_000_000;

    private final Map<String, Target> targets = new HashMap<>();
    private long values;
    private long aliased;

    /** A value with an anchor, and how many values it is made of; null while it is being read. */
    private record Target(@Nullable Node node, long values) {}

    /** How many values there are so far, each alias counted as what it stands for. */
    long values() {
        return values;
    }

    /** Counts one more value. */
    void count() {
        values++;
    }

    /** A value with this anchor begins. */
    void open(String anchor) {
        targets.put(anchor, new Target(null, 0));
    }

    /** A value with this anchor is complete. */
    void set(String anchor, Node node, long size) {
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
            values += target.values;
            aliased += target.values;
        }
        if (aliased > MAX_VALUES) {
            throw new UnreadableException(
                    place.line(),
                    place.column(),
                    "aliases stand for more than " + MAX_VALUES + " values in this document",
                    "write the values out, or remove the aliases: this is how a small file exhausts a reader");
        }
        return target.node;
    }
}
