package dev.tierwall.core.model;

import java.util.Locale;

/** Which side of a connection is being policed, seen from the subject. */
public enum Direction {
    /** Connections that come in to the subject; peers are their sources. */
    INGRESS,
    /** Connections that the subject opens; peers are their destinations. */
    EGRESS;

    /** The direction in which the peer of the same connection is policed. */
    public Direction opposite() {
        return this == INGRESS ? EGRESS : INGRESS;
    }

    /** The word in lower case, as it is printed. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
