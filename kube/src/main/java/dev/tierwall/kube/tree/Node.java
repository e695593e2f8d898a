package dev.tierwall.kube.tree;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A value of a document, as it would look in JSON, and where it is written. Lines and columns count from 1; both are 0
 * where the source has no positions, as in an answer of the API server.
 */
public sealed interface Node {

    /** The line on which the value starts. */
    int line();

    /** The column, in characters, at which the value starts. */
    int column();

    /** What the value is, with an article, for messages: {@code a string}, {@code a list}. */
    String kind();

    /** A string. */
    record Text(String value, int line, int column) implements Node {
        @Override
        public String kind() {
            return "a string";
        }
    }

    /** A number without a fraction that fits 64 bits; {@code 8e1} and {@code 80.0} are {@code 80}. */
    record Whole(long value, int line, int column) implements Node {
        @Override
        public String kind() {
            return "a number";
        }
    }

    /** Any other number. */
    record Fraction(double value, int line, int column) implements Node {
        @Override
        public String kind() {
            return "a number";
        }
    }

    /** {@code true} or {@code false}. */
    record Bool(boolean value, int line, int column) implements Node {
        @Override
        public String kind() {
            return "a boolean";
        }
    }

    /** {@code null}, {@code ~}, or nothing at all after a colon or a dash. */
    record Null(int line, int column) implements Node {
        @Override
        public String kind() {
            return "null";
        }
    }

    /** A list. */
    record Sequence(List<Node> items, int line, int column) implements Node {
        public Sequence {
            items = List.copyOf(items);
        }

        @Override
        public String kind() {
            return "a list";
        }
    }

    /** A mapping of distinct keys, in the order in which they are written. */
    record Mapping(List<Entry> entries, int line, int column) implements Node {
        public Mapping {
            entries = List.copyOf(entries);
        }

        /** The value of a key, or null if the key is absent. */
        public @Nullable Node get(String key) {
            // By index: this is asked for every field of every object, and an iterator would cost more than the search.
            for (int i = 0; i < entries.size(); i++) {
                Entry entry = entries.get(i);
                if (entry.key.equals(key)) {
                    return entry.value;
                }
            }
            return null;
        }

        /** The value of a key if it is a string, otherwise null. */
        public @Nullable String text(String key) {
            return get(key) instanceof Text text ? text.value : null;
        }

        @Override
        public String kind() {
            return "a mapping";
        }
    }

    /** A key of a mapping with its value; the position is that of the key. */
    record Entry(String key, int line, int column, Node value) {}
}
