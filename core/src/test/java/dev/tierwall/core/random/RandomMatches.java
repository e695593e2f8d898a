package dev.tierwall.core.random;

import dev.tierwall.core.label.Requirement;
import dev.tierwall.core.label.Selector;
import dev.tierwall.core.model.Direction;
import dev.tierwall.core.model.Location;
import dev.tierwall.core.model.Namespace;
import dev.tierwall.core.model.Peer;
import dev.tierwall.core.model.Peer.NamespaceMatch;
import dev.tierwall.core.model.PortMatch;
import dev.tierwall.core.net.Cidr;
import dev.tierwall.core.net.PortSet;
import dev.tierwall.core.net.Protocol;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Random peers and ports of rules.
 *
 * @param dice what decides
 */
record RandomMatches(Dice dice) {

    private static final List<Protocol> PROTOCOLS = List.of(Protocol.TCP, Protocol.TCP, Protocol.UDP, Protocol.SCTP);

    /** The peers of a NetworkPolicy's rule: everybody, or a list. */
    List<Peer> networkPeers(String namespace) {
        if (dice.oneIn(5)) {
            return List.of(new Peer.Anyone(place()));
        }
        List<Peer> peers = new ArrayList<>();
        for (int i = 1 + dice.below(2); i > 0; i--) {
            peers.add(
                    switch (dice.below(3)) {
                        case 0 -> new Peer.Pods(new NamespaceMatch.Named(namespace), selector(), place());
                        case 1 -> pods();
                        default ->
                            new Peer.Networks(List.of(dice.pick(Pools.CIDRS)), dice.some(Pools.CIDRS, 2), place());
                    });
        }
        return peers;
    }

    /** The peers of a cluster-wide policy's rule: pods, and on egress also addresses, nodes and perhaps names. */
    List<Peer> clusterPeers(Direction direction, boolean names) {
        List<Peer> peers = new ArrayList<>();
        for (int i = 1 + dice.below(2); i > 0; i--) {
            int kind = direction == Direction.INGRESS ? 0 : dice.below(7);
            peers.add(
                    switch (kind) {
                        case 0, 1, 2 -> pods();
                        case 3, 4 -> new Peer.Networks(blocks(), List.of(), place());
                        case 5 -> new Peer.Nodes(selector(), place());
                        default ->
                            names
                                    ? new Peer.DomainNames(List.of("*.example.com"), place())
                                    : new Peer.Networks(blocks(), List.of(), place());
                    });
        }
        return peers;
    }

    private List<Cidr> blocks() {
        List<Cidr> blocks = dice.some(Pools.CIDRS, 2);
        blocks.add(dice.pick(Pools.CIDRS));
        return blocks;
    }

    private Peer pods() {
        Selector namespaces = dice.oneIn(4)
                ? new Selector(List.of(Requirement.equal(Namespace.NAME_LABEL, dice.pick(Pools.NAMESPACES))))
                : selector();
        return new Peer.Pods(
                new NamespaceMatch.Matching(namespaces), dice.oneIn(2) ? Selector.EVERYTHING : selector(), place());
    }

    /** The ports of a rule: everything, or a list. A name of a cluster-wide policy stands for any protocol. */
    List<PortMatch> ports(boolean cluster) {
        if (dice.oneIn(3)) {
            return List.of(new PortMatch.Everything(place()));
        }
        List<PortMatch> ports = new ArrayList<>();
        for (int i = 1 + dice.below(2); i > 0; i--) {
            Protocol protocol = dice.pick(PROTOCOLS);
            ports.add(
                    switch (dice.below(4)) {
                        case 0 -> new PortMatch.Numbers(protocol, PortSet.of(dice.pick(Pools.PORTS)), place());
                        case 1 -> new PortMatch.Numbers(protocol, dice.pick(Pools.PORT_RANGES), place());
                        case 2 -> new PortMatch.Numbers(protocol, PortSet.ALL, place());
                        default ->
                            new PortMatch.Named(
                                    dice.pick(Pools.PORT_NAMES),
                                    cluster ? Set.of(Protocol.values()) : Set.of(protocol),
                                    place());
                    });
        }
        return ports;
    }

    private Selector selector() {
        return new RandomPolicies(dice).selector();
    }

    private Location place() {
        return new Location("random.yaml", 1 + dice.below(3), 5);
    }
}
