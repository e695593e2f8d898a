package dev.tierwall.core.oracle;

/** What the oracle says to a question. */
public enum Answer {
    ALLOWED,
    DENIED,
    /** The connection cannot exist: an end does not run, or has no address of the family. */
    NO_FLOW
}
