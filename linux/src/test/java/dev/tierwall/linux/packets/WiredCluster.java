package dev.tierwall.linux.packets;

import dev.tierwall.core.model.Change;
import dev.tierwall.core.model.Node;
import dev.tierwall.core.model.Pod;
import dev.tierwall.core.model.Snapshot;
import dev.tierwall.core.net.Address;
import dev.tierwall.core.net.ConnectionSet;
import dev.tierwall.core.net.Protocol;
import dev.tierwall.core.policy.CompiledPolicy;
import dev.tierwall.core.policy.PolicyCompiler;
import dev.tierwall.core.verdict.End;
import dev.tierwall.core.verdict.Flow;
import dev.tierwall.core.verdict.Verdicts;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A random cluster put on a topology: its pods have the addresses that there are, and run where these are. */
final class WiredCluster {

    private final CompiledPolicy policy;

    WiredCluster(Snapshot random, Topology topology) {
        List<Change> changes = new ArrayList<>();
        random.nodes().values().forEach(node -> changes.add(new Change.Delete(node.key())));
        for (Party party : topology.nodes()) {
            Node like = random.nodes()
                    .get(party.name())
                    .orElseGet(() -> random.nodes().values().iterator().hasNext()
                            ? random.nodes().values().iterator().next()
                            : node(party));
            changes.add(new Change.Put(
                    new Node(party.name(), like.labels(), party.addresses(), List.of(), like.location())));
        }
        List<Pod> pods = new ArrayList<>();
        random.pods().values().forEach(pods::add);
        pods.sort((one, other) -> one.key().compareTo(other.key()));
        int place = 0;
        int host = 0;
        for (Pod pod : pods) {
            if (pod.isTemplate()) {
                continue;
            }
            if (pod.hostNetwork() && host < topology.nodes().size()) {
                Party node = topology.nodes().get(host++);
                changes.add(new Change.Put(at(pod, node.addresses(), node.name())));
            } else if (!pod.hostNetwork() && place < topology.pods().size()) {
                Party slot = topology.pods().get(place);
                changes.add(new Change.Put(at(pod, slot.addresses(), topology.nodeOf(place++))));
            } else {
                changes.add(new Change.Delete(pod.key()));
            }
        }
        policy = PolicyCompiler.compile(random.with(changes));
    }

    private static Node node(Party party) {
        return new Node(
                party.name(),
                dev.tierwall.core.label.Labels.NONE,
                party.addresses(),
                List.of(),
                dev.tierwall.core.model.Location.NONE);
    }

    private static Pod at(Pod pod, List<Address> addresses, String node) {
        return new Pod(
                pod.key(),
                pod.labels(),
                addresses,
                pod.ports(),
                pod.hostNetwork(),
                Pod.State.RUNNING,
                Optional.of(node),
                pod.workload(),
                pod.location());
    }

    CompiledPolicy policy() {
        return policy;
    }

    private End end(Address address) {
        return policy.ownersOf(address).stream()
                .<End>map(End.OfPod::new)
                .findFirst()
                .orElse(new End.OfAddress(address));
    }

    /** What the engine says of a connection. */
    boolean isAllowed(Address source, Address destination, Protocol protocol, int port) {
        Optional<Address> behind = Services.behind(destination);
        return Verdicts.isAllowed(
                policy,
                new Flow(
                        end(source),
                        end(behind.orElse(destination)),
                        source.family(),
                        protocol,
                        port,
                        behind.isPresent()));
    }

    /** What the engine says. */
    boolean isAllowed(Probe probe) {
        return isAllowed(probe.source(), probe.destination(), probe.protocol(), probe.port());
    }

    /** What the engine says. */
    boolean isAllowed(RawProber.Question question) {
        ConnectionSet allowed = Verdicts.allowed(
                policy,
                end(question.source()),
                end(question.destination()),
                question.source().family());
        return question.sctpPort() == 0 ? allowed.others() : allowed.contains(Protocol.SCTP, question.sctpPort());
    }
}
