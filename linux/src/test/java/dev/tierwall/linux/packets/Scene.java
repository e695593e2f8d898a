package dev.tierwall.linux.packets;

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
import dev.tierwall.core.model.Policy.Rule;
import dev.tierwall.core.model.PortMatch;
import dev.tierwall.core.model.Snapshot;
import dev.tierwall.core.net.Address;
import dev.tierwall.core.net.Protocol;
import dev.tierwall.core.nft.NftDelta;
import dev.tierwall.core.nft.NftProgram;
import dev.tierwall.linux.conntrack.Connection;
import dev.tierwall.linux.conntrack.ConnectionCutter;
import dev.tierwall.linux.conntrack.ConnectionTable;
import dev.tierwall.linux.nft.KernelTable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** A topology whose pods are {@code a/p0} to {@code a/p5}, labelled {@code pod=0} to {@code pod=5}, under policies. */
final class Scene implements AutoCloseable {

    final Topology topology = Topology.ofSixPods();
    private final List<Enforced> nodes = new ArrayList<>();

    /** A node, its table, and what cuts its connections. */
    private static final class Enforced implements AutoCloseable {
        final String name;
        final KernelTable table;
        final ConnectionCutter cutter;
        NftProgram program = NftProgram.EMPTY;

        Enforced(Party node) throws IOException {
            name = node.name();
            table = node.namespace().call(KernelTable::open);
            cutter = node.namespace().call(ConnectionCutter::open);
            node.namespace().call(() -> {
                table.load(NftProgram.EMPTY);
                return true;
            });
        }

        @Override
        public void close() throws IOException {
            table.close();
            cutter.close();
        }
    }

    Scene() throws IOException {
        for (Party node : topology.nodes()) {
            nodes.add(new Enforced(node));
        }
    }

    Party pod(int number) {
        return topology.pods().get(number);
    }

    Party node(int number) {
        return topology.nodes().get(number);
    }

    /** Pods of a label are isolated in a direction, but for peers of another label; empty for none. */
    static NetworkPolicy isolate(int pod, Direction direction, int... but) {
        List<Peer> peers = new ArrayList<>();
        Arrays.stream(but)
                .forEach(other ->
                        peers.add(new Peer.Pods(new Peer.NamespaceMatch.Named("a"), labelled(other), Location.NONE)));
        List<Rule> rules = peers.isEmpty()
                ? List.of()
                : List.of(new Rule(
                        "",
                        dev.tierwall.core.model.Policy.Action.ACCEPT,
                        peers,
                        List.of(new PortMatch.Everything(Location.NONE)),
                        true,
                        Location.NONE));
        boolean in = direction == Direction.INGRESS;
        return new NetworkPolicy(
                new ObjectKey(NetworkPolicy.KIND, "a", "isolate-" + pod + "-" + direction),
                labelled(pod),
                Set.of(direction),
                in ? rules : List.of(),
                in ? List.of() : rules,
                true,
                Location.NONE);
    }

    private static Selector labelled(int pod) {
        return new Selector(List.of(Requirement.equal("pod", Integer.toString(pod))));
    }

    private WiredCluster cluster(NetworkPolicy... policies) {
        List<ClusterObject> objects = new ArrayList<>(List.of(policies));
        objects.add(new Namespace("a", Labels.of(Map.of()), Location.NONE));
        for (int i = 0; i < topology.pods().size(); i++) {
            ObjectKey key = new ObjectKey(Pod.KIND, "a", "p" + i);
            objects.add(new Pod(
                    key,
                    Labels.of(Map.of("pod", Integer.toString(i))),
                    List.of(),
                    List.of(),
                    false,
                    Pod.State.RUNNING,
                    Optional.empty(),
                    key,
                    Location.NONE));
        }
        return new WiredCluster(Snapshot.of(objects), topology);
    }

    /** Puts policies in force, in place of those before, and cuts what they deny; gives what was cut, node by node. */
    List<Connection> enforce(NetworkPolicy... policies) throws IOException {
        WiredCluster cluster = cluster(policies);
        List<Connection> cut = new ArrayList<>();
        for (Enforced node : nodes) {
            do {
                NftProgram next = NftProgram.next(node.program, cluster.policy(), node.name);
                node.table.apply(NftDelta.between(node.program, next));
                node.program = next;
            } while (!node.program.isSettled());
            Set<Address> pods = new HashSet<>();
            topology.pods().forEach(pod -> pods.addAll(pod.addresses()));
            cut.addAll(node.cutter.cut(pods, connection -> isDenied(cluster, connection)));
        }
        return cut;
    }

    /** Makes the rules of a node be what they should be; gives what was not. */
    List<String> repair(int node) throws IOException {
        Enforced it = nodes.get(node);
        return it.table.repair(it.program);
    }

    /** The connections that a node tracks. */
    ConnectionTable connections(int node) {
        return nodes.get(node).cutter.table();
    }

    /** Takes away what cutting left. */
    void tidy() throws IOException {
        for (Enforced node : nodes) {
            node.cutter.tidy();
        }
    }

    private static boolean isDenied(WiredCluster cluster, Connection connection) {
        Optional<Protocol> protocol = Stream.of(Protocol.values())
                .filter(one -> connection.protocol() == (one == Protocol.TCP ? 6 : one == Protocol.UDP ? 17 : 132))
                .findFirst();
        return protocol.isPresent()
                && !cluster.isAllowed(
                        connection.client(), connection.server(), protocol.get(), connection.serverPort());
    }

    @Override
    public void close() throws IOException {
        for (Enforced node : nodes) {
            node.close();
        }
        topology.close();
    }
}
