package dev.tierwall.core.model;

import java.util.Locale;

/**
 * Something that a person should know about the input: never thrown, always collected.
 *
 * @param severity how bad it is
 * @param location where it is written
 * @param problem what is wrong, in one line, without a full stop
 * @param remedy what to do about it, in one line; may be empty where the problem says it all
 */
public record Finding(Severity severity, Location location, String problem, String remedy)
        implements Comparable<Finding> {

    /** How much a finding matters. */
    public enum Severity {
        /** The API server would refuse it, or it cannot be read: what it belongs to is treated as closed. */
        ERROR,
        /** It is accepted but hardly meant. */
        WARNING,
        /** Worth knowing: skipped files, synthesised namespaces. */
        NOTE;

        /** The word in lower case, as it is printed. */
        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** Orders by place, then by severity. */
    @Override
    public int compareTo(Finding other) {
        int byPlace = location.compareTo(other.location);
        return byPlace != 0 ? byPlace : severity.compareTo(other.severity);
    }

    /** {@code path:line:column: severity: problem}, then the remedy after a semicolon. */
    @Override
    public String toString() {
        String where = location.file().isEmpty() ? "" : location + ": ";
        return where + severity.label() + ": " + problem + (remedy.isEmpty() ? "" : "; " + remedy);
    }
}
