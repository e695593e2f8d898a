package dev.tierwall.linux.conntrack;

import dev.tierwall.core.net.Address;

/**
 * What the packets of one direction of a connection have in common.
 *
 * @param protocol the number of their protocol: 6 for TCP, 17 for UDP, 132 for SCTP, 1 and 58 for ICMP
 * @param source where they come from
 * @param sourcePort from which port; with ICMP the identifier, with protocols that have no ports 0
 * @param destination where they go
 * @param destinationPort to which port; with ICMP 256 times the type and the code
 */
public record Tuple(int protocol, Address source, int sourcePort, Address destination, int destinationPort) {

    static final int ICMP = 1;
    static final int ICMPV6 = 58;

    /** The same ends and ports the other way round. */
    Tuple turned() {
        return new Tuple(
                protocol,
                /* source= */ destination,
                /* sourcePort= */ destinationPort,
                /* destination= */ source,
                /* destinationPort= */ sourcePort);
    }

    boolean isIcmp() {
        return protocol == ICMP || protocol == ICMPV6;
    }

    @Override
    public String toString() {
        return protocol + " " + source + " " + sourcePort + " > " + destination + " " + destinationPort;
    }
}
