package dev.tierwall.lab.schema;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A field of a {@link Struct}.
 *
 * @param number its number in protobuf; 0 if it is not there
 * @param name its name in JSON; {@link #INLINE} if JSON has the fields of its type in its place
 * @param type what it holds
 * @param traits what else is known of it
 * @param merge how a strategic merge patch treats it
 * @param defaultValue what stands for its absence; null if nothing does
 * @param values the only strings that it, or its entries, may hold; empty if any
 */
public record Field(
        int number,
        String name,
        Type type,
        Set<Trait> traits,
        Merge merge,
        @Nullable String defaultValue,
        List<String> values) {

    /** The name of a field that JSON does not show. */
    static final String INLINE = "^";

    /** What is so or not of a field. */
    public enum Trait {
        /** Absent differs from empty. */
        POINTER,
        /** OpenAPI lists it as required. */
        REQUIRED,
        /** Written even if it is empty. */
        WRITTEN,
        /** A structure that is left out if it is empty. */
        OMITZERO,
        /** Server-side apply replaces it as a whole. */
        ATOMIC
    }

    /**
     * How a strategic merge patch treats a field: as JSON merge patch does, unless a strategy is given.
     *
     * @param strategies {@code merge}, {@code replace}, {@code retainKeys}
     * @param key the field that tells entries of a merged list of objects apart; empty for others
     */
    public record Merge(Set<String> strategies, String key) {
        static final Merge NONE = new Merge(Set.of(), "");

        public Merge {
            strategies = Set.copyOf(strategies);
        }

        public boolean is(String strategy) {
            return strategies.contains(strategy);
        }
    }

    public Field {
        traits = Set.copyOf(traits);
        values = List.copyOf(values);
    }

    /** A field of which nothing but name and type is known. */
    public static Field of(String name, Type type) {
        return new Field(0, name, type, Set.of(), Merge.NONE, null, List.of());
    }

    public boolean is(Trait trait) {
        return traits.contains(trait);
    }

    public boolean isInline() {
        return name.equals(INLINE);
    }
}
