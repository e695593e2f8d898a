package dev.tierwall.cli.cases;

import dev.tierwall.core.label.Labels;
import dev.tierwall.core.model.Change;
import dev.tierwall.core.model.Location;
import dev.tierwall.core.model.Node;
import dev.tierwall.core.model.Pod;
import dev.tierwall.core.model.Snapshot;
import dev.tierwall.core.net.Address;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/**
 * A case as a cluster that could run: every pod that can have connections has an address and is on a node, and the nodes are
 * known with theirs.
 *
 * @param snapshot the cluster
 */
record OnNodes(Snapshot snapshot) {

    private static final String NODE = "node";

    static OnNodes of(Snapshot read) {
        List<Pod> pods = new ArrayList<>();
        read.pods().values().forEach(pods::add);
        pods.sort(Comparator.comparing(Pod::key));
        List<Change> changes = new ArrayList<>();
        TreeSet<String> nodes = new TreeSet<>();
        int number = 1;
        for (Pod pod : pods) {
            boolean known = !pod.addresses().isEmpty();
            List<Address> addresses =
                    pod.hostNetwork() || known ? pod.addresses() : addresses("198.18.0", "fd98::", number);
            String node = pod.node().orElse(NODE);
            changes.add(new Change.Put(new Pod(
                    pod.key(),
                    pod.labels(),
                    addresses,
                    pod.ports(),
                    pod.hostNetwork(),
                    pod.state(),
                    Optional.of(node),
                    pod.workload(),
                    pod.location())));
            nodes.add(node);
            number++;
        }
        for (Node node : read.nodes().values()) {
            nodes.add(node.name());
        }
        number = 1;
        for (String name : nodes) {
            Optional<Node> known = read.nodes().get(name);
            if (known.map(Node::addresses).orElse(List.of()).isEmpty()) {
                changes.add(new Change.Put(new Node(
                        name,
                        known.map(Node::labels).orElse(Labels.NONE),
                        addresses("198.19.0", "fd99::", number),
                        List.of(),
                        Location.NONE)));
            }
            number++;
        }
        return new OnNodes(read.with(changes));
    }

    private static List<Address> addresses(String old, String current, int number) {
        return List.of(
                Address.parse(old + "." + number).orElseThrow(),
                Address.parse(current + Integer.toHexString(number)).orElseThrow());
    }

    /** The names of the nodes, in order. */
    List<String> nodes() {
        TreeSet<String> names = new TreeSet<>();
        snapshot.nodes().values().forEach(node -> names.add(node.name()));
        return List.copyOf(names);
    }
}
