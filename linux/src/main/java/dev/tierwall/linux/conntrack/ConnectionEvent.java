package dev.tierwall.linux.conntrack;

/**
 * What happened to a connection.
 *
 * @param kind what
 * @param connection the connection as it is then; only at its end it comes with the traffic it had, where that is counted
 */
public record ConnectionEvent(Kind kind, Connection connection) {

    /** What may happen. */
    public enum Kind {
        /** Its first packet went through. */
        OPENED(1),
        /** It was answered, assured, marked, or else changed. */
        CHANGED(2),
        /** It ran out, was closed, or was cut. */
        ENDED(3);

        private final int group;

        Kind(int group) {
            this.group = group;
        }

        /** The number of the group that is told of it. */
        int group() {
            return group;
        }
    }
}
