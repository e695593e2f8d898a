package dev.tierwall.core.label;

import java.util.List;
import java.util.stream.Collectors;

/**
 * A label selector: all its requirements must hold. Without any it selects everything. Sorted and distinct, so that
 * selectors that were written differently but ask for the same requirements are equal.
 *
 * @param requirements the conditions
 */
public record Selector(List<Requirement> requirements) {

    public static final Selector EVERYTHING = new Selector(List.of());

    public Selector {
        requirements = requirements.size() < 2
                ? List.copyOf(requirements)
                : requirements.stream().distinct().sorted().toList();
    }

    public boolean isEverything() {
        return requirements.isEmpty();
    }

    public boolean matches(Labels labels) {
        for (Requirement requirement : requirements) {
            if (!requirement.matches(labels)) {
                return false;
            }
        }
        return true;
    }

    /** As kubectl writes selectors; {@code {}} for the one that selects everything. */
    @Override
    public String toString() {
        return isEverything()
                ? "{}"
                : requirements.stream().map(Requirement::toString).collect(Collectors.joining(","));
    }
}
