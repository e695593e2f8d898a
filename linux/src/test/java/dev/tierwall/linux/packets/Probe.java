package dev.tierwall.linux.packets;

import dev.tierwall.core.net.Address;
import dev.tierwall.core.net.Protocol;

/**
 * A question asked with packets.
 *
 * @param from who sends
 * @param source from which of its addresses
 * @param to to whom
 * @param destination to which of its addresses
 * @param protocol with which protocol
 * @param port to which port
 */
public record Probe(Party from, Address source, Party to, Address destination, Protocol protocol, int port) {

    @Override
    public String toString() {
        return from.name() + " " + source + " to " + destination + " " + port + "/" + protocol;
    }
}
