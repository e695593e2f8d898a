package dev.tierwall.lab.service;

import dev.tierwall.core.net.Address;
import java.util.List;
import java.util.OptionalInt;

/**
 * One port of one address of a Service, and where it leads.
 *
 * @param name which Service and port it is, for people
 * @param address the Service's address
 * @param protocol tcp, udp or sctp
 * @param port the port
 * @param nodePort the same on every node
 * @param sticky whether a client always comes to the same endpoint
 * @param targets the endpoints, in a stable order
 */
record ServicePort(
        String name,
        Address address,
        String protocol,
        int port,
        OptionalInt nodePort,
        boolean sticky,
        List<Target> targets) {

    /**
     * An endpoint.
     *
     * @param node the node that it is on; empty if that is not known
     */
    record Target(Address address, int port, String node) {}
}
