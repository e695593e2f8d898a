package dev.tierwall.lab.schema;

import java.util.List;

/**
 * A list.
 *
 * @param item what its entries are
 * @param kind how two lists are merged by server-side apply
 * @param keys the fields that tell the entries of a {@link Kind#MAP} apart
 */
public record ListType(Type item, Kind kind, List<String> keys) implements Type {

    /** How server-side apply looks at a list. */
    public enum Kind {
        /** Replaced as a whole. */
        ATOMIC,
        /** Scalars, each at most once. */
        SET,
        /** Objects, told apart by some of their fields. */
        MAP
    }

    public ListType {
        keys = List.copyOf(keys);
        if (keys.isEmpty() == (kind == Kind.MAP)) {
            throw new IllegalArgumentException("a list has keys if its entries are told apart by them: " + kind + keys);
        }
    }
}
