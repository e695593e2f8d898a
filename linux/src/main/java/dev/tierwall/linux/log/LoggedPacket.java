package dev.tierwall.linux.log;

import dev.tierwall.core.model.Direction;
import dev.tierwall.core.net.Address;

/**
 * A packet that was denied.
 *
 * @param generation the generation of the program that denied it
 * @param direction the direction in which the pod that denied it was asked
 * @param source where it comes from, before any translation that is still to come
 * @param destination where it goes, behind a Service the pod
 * @param protocol the number of its protocol
 * @param ports its ports, or what stands in their place
 * @param tcpFlags the flags of TCP: 1 FIN, 2 SYN, 4 RST, 16 ACK; else 0
 * @param links where it came in and goes out
 * @param millis when it was heard of, since 1970
 */
public record LoggedPacket(
        int generation,
        Direction direction,
        Address source,
        Address destination,
        int protocol,
        Ports ports,
        int tcpFlags,
        Links links,
        long millis) {

    /**
     * Ports; with ICMP 0 and 256 times the type and the code; 0 where there are none, as in fragments after the first.
     *
     * @param source the port it comes from
     * @param destination the port it goes to
     */
    public record Ports(int source, int destination) {

        /** Without ports. */
        public static final Ports NONE = new Ports(0, 0);
    }

    /**
     * Numbers of links, 0 where there is none.
     *
     * @param in where it came in
     * @param out where it goes out
     */
    public record Links(int in, int out) {}
}
