package dev.tierwall.core.model;

import dev.tierwall.core.net.PortSet;
import dev.tierwall.core.net.Protocol;
import java.util.Set;

/** The ports of a connection as a rule describes them. */
public sealed interface PortMatch {

    /** Where it is written. */
    Location location();

    /** All ports of all protocols, and protocols without ports: what a rule without ports means. */
    record Everything(Location location) implements PortMatch {}

    /** Ports of one protocol by number; all of them where a manifest gives the protocol alone. */
    record Numbers(Protocol protocol, PortSet ports, Location location) implements PortMatch {}

    /**
     * The port that the destination pod gives a name. A pod without a port of that name and protocol is not matched.
     *
     * @param name the port's name
     * @param protocols the protocols it may have: one for NetworkPolicies, any for cluster-wide policies
     * @param location where it is written
     */
    record Named(String name, Set<Protocol> protocols, Location location) implements PortMatch {
        public Named {
            protocols = Set.copyOf(protocols);
        }
    }
}
