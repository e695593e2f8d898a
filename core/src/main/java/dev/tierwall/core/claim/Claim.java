package dev.tierwall.core.claim;

import dev.tierwall.core.model.Location;

/**
 * Something that somebody says of a cluster, to be proved or disproved: connections of these to those are, all of them, as
 * expected.
 *
 * @param name what its author calls it; empty if it has no name
 * @param expectation what is claimed
 * @param from who opens the connections
 * @param to who accepts them
 * @param ports on which ports
 * @param location where it is written
 */
public record Claim(String name, Expectation expectation, Crowd from, Crowd to, ClaimedPorts ports, Location location) {

    /** What may be claimed. */
    public enum Expectation {
        /** Each of {@code from} may open all of the connections to each of {@code to}. */
        ALLOWED("allowed"),
        /** None of {@code from} may open any of them to any of {@code to}. */
        DENIED("denied"),
        /** Whoever may open one of them to one of {@code to} is among {@code from}. */
        ONLY_FROM("only-from"),
        /** Whomever one of {@code from} may open one of them to is among {@code to}. */
        ONLY_TO("only-to");

        private final String label;

        Expectation(String label) {
            this.label = label;
        }

        /** The word in files. */
        public String label() {
            return label;
        }
    }

    /** Its name, or where it has none what it says. */
    public String title() {
        if (!name.isEmpty()) {
            return name;
        }
        String what = from.words() + " → " + to.words() + ports.words();
        return switch (expectation) {
            case ALLOWED -> what + " is allowed";
            case DENIED -> what + " is denied";
            case ONLY_FROM -> "only " + what;
            case ONLY_TO -> from.words() + " → only " + to.words() + ports.words();
        };
    }
}
