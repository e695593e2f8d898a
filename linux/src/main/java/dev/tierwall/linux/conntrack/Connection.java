package dev.tierwall.linux.conntrack;

import dev.tierwall.core.net.Address;

/**
 * A connection that the kernel tracks. Addresses may be translated on the way, so its two directions are more than each
 * other's mirror: who opened it is the source of the first, and who really answers is the source of the second. These two
 * are what policies speak of, also behind a Service.
 *
 * @param original the direction of the first packet, as it came
 * @param reply the other direction, as it comes back
 * @param zone the zone that it is tracked in
 * @param mark its mark
 * @param status its state, as bits
 * @param id its number
 * @param sent traffic in the original direction
 * @param received traffic in the other
 */
public record Connection(
        Tuple original, Tuple reply, Zone zone, int mark, int status, int id, Traffic sent, Traffic received) {

    private static final int SEEN_REPLY = 1 << 1;
    private static final int ASSURED = 1 << 2;
    private static final int TRANSLATED = 3 << 4;

    /**
     * A zone of tracking, 0 if nobody made any.
     *
     * @param number its number
     * @param direction which direction it holds for
     */
    public record Zone(int number, Direction direction) {

        /** Which direction of a connection a zone holds for. */
        public enum Direction {
            BOTH,
            ORIGINAL,
            REPLY
        }

        /** Where connections are tracked that no rule puts elsewhere. */
        public static final Zone NONE = new Zone(0, Direction.BOTH);
    }

    /** What is known of a connection from its answers, if nothing was translated. */
    static Connection withReply(Tuple reply) {
        return new Connection(reply.turned(), reply, Zone.NONE, 0, 0, 0, Traffic.NONE, Traffic.NONE);
    }

    /** Who opened it. */
    public Address client() {
        return original.source();
    }

    /** Who answers, behind all translation. */
    public Address server() {
        return reply.source();
    }

    /** The port that answers, behind all translation; with ICMP 256 times the type and the code of the question. */
    public int serverPort() {
        return original.isIcmp() ? original.destinationPort() : reply.sourcePort();
    }

    /** The number of its protocol. */
    public int protocol() {
        return original.protocol();
    }

    /** Whether there was any answer. */
    public boolean isAnswered() {
        return (status & SEEN_REPLY) != 0;
    }

    /** Whether it is more than a question and an answer, so that the kernel keeps it when its table is full. */
    public boolean isAssured() {
        return (status & ASSURED) != 0;
    }

    /** Whether addresses or ports are translated on the way. */
    public boolean isTranslated() {
        return (status & TRANSLATED) != 0;
    }
}
