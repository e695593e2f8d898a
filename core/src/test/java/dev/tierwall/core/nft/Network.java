package dev.tierwall.core.nft;

import dev.tierwall.core.model.Node;
import dev.tierwall.core.model.Pod;
import dev.tierwall.core.model.Snapshot;
import dev.tierwall.core.net.Address;
import dev.tierwall.core.net.ConnectionSet;
import dev.tierwall.core.net.Protocol;
import dev.tierwall.core.nft.Walk.Packet;
import dev.tierwall.core.policy.CompiledPolicy;
import dev.tierwall.core.verdict.End;
import dev.tierwall.core.verdict.Flow;
import dev.tierwall.core.verdict.Verdicts;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * All nodes of a cluster with their programs: a packet passes if it passes every node that it comes through.
 *
 * @param policy what the programs should enforce
 * @param programs the program of each node
 */
record Network(CompiledPolicy policy, Map<String, Loaded> programs) {

    /** Whether every node lets the packet through. */
    boolean passes(Packet packet) {
        for (Map.Entry<String, Loaded> node : programs.entrySet()) {
            if (!comesFrom(node.getKey(), packet.source()) && !Walk.passes(node.getValue(), packet)) {
                return false;
            }
        }
        return true;
    }

    /** Whether whoever has an address sends from that node itself, which no hook of it filters. */
    private boolean comesFrom(String name, Address source) {
        List<Address> ofNode =
                policy.snapshot().nodes().get(name).map(Node::addresses).orElse(List.of());
        List<Pod> owners = policy.ownersOf(source);
        return owners.isEmpty()
                ? ofNode.contains(source)
                : owners.stream()
                        .allMatch(pod -> pod.hostNetwork()
                                && (pod.node().equals(Optional.of(name))
                                        || pod.addresses().stream().anyMatch(ofNode::contains)));
    }

    /** What the engine says of a packet: an address that several pods have may do what all of them may. */
    boolean allowed(Packet packet) {
        for (End source : ends(packet.source())) {
            for (End destination : ends(packet.destination())) {
                if (!allowed(source, destination, packet)) {
                    return false;
                }
            }
        }
        return true;
    }

    /** Whether the engine has an answer: not for a pod that pings itself, which needs no network. */
    boolean isClear(Packet packet) {
        boolean toItself = packet.source().equals(packet.destination());
        return !toItself
                || (packet.protocol().isPresent()
                        && policy.ownersOf(packet.source()).size() == 1);
    }

    /** Whether a pod claims the address of a pod on a node's network: then less may pass than the engine says. */
    boolean isContested(Address address) {
        return policy.ownersOf(address).stream()
                        .map(Pod::hostNetwork)
                        .distinct()
                        .count()
                == 2;
    }

    /** Packets of a pod to itself are on the network only if they were sent to a Service. */
    private boolean allowed(End source, End destination, Packet packet) {
        boolean hairpin = source.equals(destination) && source instanceof End.OfPod;
        Optional<Protocol> protocol = packet.protocol();
        if (protocol.isPresent() && hairpin) {
            return Verdicts.isAllowed(
                    policy,
                    new Flow(source, destination, packet.source().family(), protocol.get(), packet.port(), true));
        }
        ConnectionSet set =
                Verdicts.allowed(policy, source, destination, packet.source().family());
        return protocol.map(some -> set.contains(some, packet.port())).orElse(set.others());
    }

    private List<End> ends(Address address) {
        List<Pod> owners = policy.ownersOf(address);
        List<End> ends = new ArrayList<>();
        owners.forEach(pod -> ends.add(new End.OfPod(pod)));
        return owners.isEmpty() ? List.of(new End.OfAddress(address)) : ends;
    }

    /** The pods of a snapshot that are on no node, put on one. */
    static Snapshot placed(Snapshot snapshot, String node) {
        List<Pod> placed = new ArrayList<>();
        for (Pod pod : snapshot.pods().values()) {
            if (pod.node().isEmpty() && !pod.isTemplate()) {
                placed.add(new Pod(
                        pod.key(),
                        pod.labels(),
                        pod.addresses(),
                        pod.ports(),
                        pod.hostNetwork(),
                        pod.state(),
                        Optional.of(node),
                        pod.workload(),
                        pod.location()));
            }
        }
        Snapshot result = snapshot;
        for (Pod pod : placed) {
            result = result.with(new dev.tierwall.core.model.Change.Put(pod));
        }
        return result;
    }
}
