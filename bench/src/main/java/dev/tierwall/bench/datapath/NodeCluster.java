package dev.tierwall.bench.datapath;

import dev.tierwall.core.label.Labels;
import dev.tierwall.core.label.Requirement;
import dev.tierwall.core.label.Selector;
import dev.tierwall.core.model.ClusterObject;
import dev.tierwall.core.model.Direction;
import dev.tierwall.core.model.Location;
import dev.tierwall.core.model.Namespace;
import dev.tierwall.core.model.NetworkPolicy;
import dev.tierwall.core.model.ObjectKey;
import dev.tierwall.core.model.Peer;
import dev.tierwall.core.model.Pod;
import dev.tierwall.core.model.Policy;
import dev.tierwall.core.model.PortMatch;
import dev.tierwall.core.model.Snapshot;
import dev.tierwall.core.net.Address;
import dev.tierwall.core.net.Cidr;
import dev.tierwall.core.net.PortSet;
import dev.tierwall.core.net.Protocol;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A cluster as seen from one of its nodes: 250 pods run on it, 9,750 elsewhere, all with addresses of both families.
 * Every policy selects pods of the node, and allows some of the others, and a block of addresses with a hole, to come in
 * and to be reached.
 *
 * @param policies how many policies there are
 * @param ownClasses whether each pod of the node has policies of its own; else they are of ten kinds
 */
record NodeCluster(int policies, boolean ownClasses) {

    static final String NODE = "here";
    static final int LOCAL = 250;
    static final int ALL = 10_000;
    static final int TCP = 8080;
    static final int UDP = 5353;

    private static final String NAMESPACE = "shop";
    private static final int KINDS = 10;
    private static final int ROLES = 50;

    @Override
    public String toString() {
        return policies + " policies, " + (ownClasses ? "each pod its own" : "ten kinds of pods");
    }

    static Address ipv4(int pod) {
        return Address.parse("10.244.%d.%d".formatted(pod / LOCAL, 1 + pod % LOCAL))
                .orElseThrow();
    }

    private static Address ipv6(int pod) {
        return Address.parse("fd00:244::%x:%x".formatted(pod / LOCAL, 1 + pod % LOCAL))
                .orElseThrow();
    }

    private String kind(int pod) {
        return "app-" + (ownClasses ? pod : pod % KINDS);
    }

    Pod pod(int number) {
        boolean local = number < LOCAL;
        Map<String, String> labels = local ? Map.of("app", kind(number)) : Map.of("role", "role-" + number % ROLES);
        ObjectKey key = new ObjectKey(Pod.KIND, NAMESPACE, "pod-" + number);
        return new Pod(
                key,
                Labels.of(labels),
                List.of(ipv4(number), ipv6(number)),
                List.of(),
                false,
                Pod.State.RUNNING,
                Optional.of(local ? NODE : "node-" + number / LOCAL),
                key,
                Location.NONE);
    }

    private int role(int policy) {
        return (policy * 7 + policy / (ownClasses ? LOCAL : KINDS)) % ROLES;
    }

    /** The addresses of the pods that a policy lets in. */
    List<Address> peersOf(int policy) {
        List<Address> peers = new ArrayList<>();
        for (int i = LOCAL; i < ALL; i++) {
            if (i % ROLES == role(policy)) {
                peers.add(ipv4(i));
            }
        }
        return peers;
    }

    private NetworkPolicy policy(int number) {
        int kinds = ownClasses ? LOCAL : KINDS;
        // The same kind's policies name different roles, blocks and ports, so that they add up.
        int turn = number / kinds;
        List<Peer> peers = List.of(
                pods("role-" + role(number)),
                new Peer.Networks(
                        List.of(block("172.%d.%d.0/24", 16 + number / 256 % 16, number % 256)),
                        List.of(block("172.%d.%d.64/26", 16 + number / 256 % 16, number % 256)),
                        Location.NONE),
                new Peer.Networks(
                        List.of(block("fd77:%x:%x::/64", number / 256, number % 256)), List.of(), Location.NONE));
        List<PortMatch> ports = List.of(
                port(Protocol.TCP, PortSet.of(TCP)),
                port(Protocol.TCP, PortSet.of(8000 + turn % 64)),
                port(Protocol.TCP, PortSet.range(9000, 9000 + turn % 16)),
                port(Protocol.UDP, PortSet.of(UDP)));
        List<Policy.Rule> rules = List.of(new Policy.Rule("", Policy.Action.ACCEPT, peers, ports, true, Location.NONE));
        return new NetworkPolicy(
                new ObjectKey(NetworkPolicy.KIND, NAMESPACE, "policy-" + number),
                new Selector(List.of(Requirement.equal("app", kind(number % kinds)))),
                Set.of(Direction.INGRESS, Direction.EGRESS),
                rules,
                rules,
                true,
                Location.NONE);
    }

    private static Peer pods(String role) {
        return new Peer.Pods(
                new Peer.NamespaceMatch.Named(NAMESPACE),
                new Selector(List.of(Requirement.equal("role", role))),
                Location.NONE);
    }

    private static Cidr block(String format, int high, int low) {
        return Cidr.parse(format.formatted(high, low)).orElseThrow();
    }

    private static PortMatch port(Protocol protocol, PortSet ports) {
        return new PortMatch.Numbers(protocol, ports, Location.NONE);
    }

    Snapshot snapshot() {
        List<ClusterObject> objects = new ArrayList<>();
        objects.add(new Namespace(NAMESPACE, Labels.NONE, Location.NONE));
        for (int i = 0; i < ALL; i++) {
            objects.add(pod(i));
        }
        for (int i = 0; i < policies; i++) {
            objects.add(policy(i));
        }
        return Snapshot.of(objects);
    }
}
