package dev.tierwall.core.label;

import java.util.List;

/**
 * One condition of a {@link Selector} on one label key.
 *
 * @param key the label key
 * @param operator how the label's value is judged
 * @param values the values to judge against, sorted and distinct; empty exactly for EXISTS and DOES_NOT_EXIST
 */
public record Requirement(String key, Operator operator, List<String> values) implements Comparable<Requirement> {

    /** The operators of {@code matchExpressions}; {@code matchLabels} is {@code In} with one value. */
    public enum Operator {
        IN("In"),
        /** Also true where the key is absent. */
        NOT_IN("NotIn"),
        EXISTS("Exists"),
        DOES_NOT_EXIST("DoesNotExist");

        private final String label;

        Operator(String label) {
            this.label = label;
        }

        /** The word used in manifests. */
        public String label() {
            return label;
        }
    }

    public Requirement {
        values = values.size() < 2
                ? List.copyOf(values)
                : values.stream().distinct().sorted().toList();
        boolean takesValues = operator == Operator.IN || operator == Operator.NOT_IN;
        if (takesValues == values.isEmpty()) {
            throw new IllegalArgumentException(operator.label() + " with " + values.size() + " values");
        }
    }

    /** The condition that a label is there with exactly this value. */
    public static Requirement equal(String key, String value) {
        return new Requirement(key, Operator.IN, List.of(value));
    }

    public boolean matches(Labels labels) {
        return switch (operator) {
            case IN -> labels.hasAny(key, values);
            case NOT_IN -> !labels.hasAny(key, values);
            case EXISTS -> labels.has(key);
            case DOES_NOT_EXIST -> !labels.has(key);
        };
    }

    @Override
    public int compareTo(Requirement other) {
        int byKey = key.compareTo(other.key);
        if (byKey != 0) {
            return byKey;
        }
        int byOperator = operator.compareTo(other.operator);
        return byOperator != 0 ? byOperator : values.toString().compareTo(other.values.toString());
    }

    /** As kubectl writes selectors: {@code app=web}, {@code tier in (a,b)}, {@code !debug}. */
    @Override
    public String toString() {
        return switch (operator) {
            case IN -> values.size() == 1 ? key + "=" + values.get(0) : key + " in (" + String.join(",", values) + ")";
            case NOT_IN ->
                values.size() == 1 ? key + "!=" + values.get(0) : key + " notin (" + String.join(",", values) + ")";
            case EXISTS -> key;
            case DOES_NOT_EXIST -> "!" + key;
        };
    }
}
