package dev.tierwall.core.oracle;

import dev.tierwall.core.model.Node;
import dev.tierwall.core.model.Peer;
import dev.tierwall.core.model.Pod;
import dev.tierwall.core.model.Policy.Rule;
import dev.tierwall.core.model.PortMatch;
import dev.tierwall.core.model.Snapshot;
import dev.tierwall.core.net.Address;
import dev.tierwall.core.net.Cidr;
import dev.tierwall.core.net.IpFamily;
import dev.tierwall.core.net.Protocol;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Whether what a rule says is true of a connection.
 *
 * @param snapshot the facts
 * @param question the connection
 * @param destination its destination, which gives named ports their numbers
 */
record Matching(Snapshot snapshot, Question question, Host destination) {

    /** Whether an understood rule matches: any of its peers, on any of its ports. */
    boolean matches(Rule rule, Host peer) {
        return rule.peers().stream().anyMatch(written -> matches(written, peer))
                && rule.ports().stream().anyMatch(this::matches);
    }

    boolean matches(Peer written, Host peer) {
        return switch (written) {
            case Peer.Anyone anyone -> true;
            case Peer.Pods pods -> matches(pods, peer);
            case Peer.Networks networks -> matches(networks, peer);
            case Peer.Nodes nodes -> matches(nodes, peer);
            case Peer.DomainNames names -> false;
        };
    }

    private boolean matches(Peer.Pods written, Host peer) {
        if (!peer.isOrdinaryPod()) {
            return false;
        }
        Pod pod = peer.pod().orElseThrow();
        String namespace = pod.key().namespace();
        boolean inNamespace = switch (written.namespaces()) {
            case Peer.NamespaceMatch.Named(String name) -> namespace.equals(name);
            case Peer.NamespaceMatch.Matching(var selector) ->
                Selecting.matches(selector, Selecting.namespaceLabels(snapshot, namespace));
        };
        return inNamespace && Selecting.matches(written.pods(), Selecting.map(pod.labels()));
    }

    private static boolean matches(Peer.Networks networks, Host peer) {
        if (peer.address().isPresent()) {
            return inside(networks, peer.address().get());
        }
        return interesting(networks, peer.family()).stream().allMatch(address -> inside(networks, address));
    }

    private static boolean inside(Peer.Networks networks, Address address) {
        return networks.blocks().stream().anyMatch(block -> block.contains(address))
                && networks.except().stream().noneMatch(block -> block.contains(address));
    }

    /** Going up through a family, membership can only change at these addresses; it is whole if all of them are in. */
    private static List<Address> interesting(Peer.Networks networks, IpFamily family) {
        List<Address> addresses = new ArrayList<>();
        addresses.add(Address.first(family));
        List<Cidr> all = new ArrayList<>(networks.blocks());
        all.addAll(networks.except());
        for (Cidr cidr : all) {
            if (cidr.family() == family) {
                addresses.add(cidr.range().first());
                cidr.range().last().next().ifPresent(addresses::add);
            }
        }
        return addresses;
    }

    private boolean matches(Peer.Nodes written, Host peer) {
        if (peer.address().isEmpty()) {
            return peer.onHostNetwork() && written.nodes().requirements().isEmpty();
        }
        for (Node node : snapshot.nodes().values()) {
            if (Selecting.matches(written.nodes(), Selecting.map(node.labels()))
                    && node.addresses().contains(peer.address().get())) {
                return true;
            }
        }
        return false;
    }

    boolean matches(PortMatch written) {
        return switch (written) {
            case PortMatch.Everything everything -> true;
            case PortMatch.Numbers numbers ->
                question.protocol().isPresent()
                        && question.protocol().get() == numbers.protocol()
                        && numbers.ports().contains(question.port());
            case PortMatch.Named named ->
                question.protocol().isPresent()
                        && named.protocols().contains(question.protocol().get())
                        && destinationPort(named.name(), question.protocol().get())
                                .equals(Optional.of(question.port()));
        };
    }

    /** The first port that the destination pod declares under this name for this protocol. */
    private Optional<Integer> destinationPort(String name, Protocol protocol) {
        return destination
                .pod()
                .flatMap(pod -> pod.ports().stream()
                        .filter(port -> port.name().equals(name) && port.protocol() == protocol)
                        .map(Pod.ContainerPort::number)
                        .findFirst());
    }
}
