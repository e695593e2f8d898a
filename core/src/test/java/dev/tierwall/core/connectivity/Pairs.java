package dev.tierwall.core.connectivity;

import dev.tierwall.core.model.Node;
import dev.tierwall.core.model.ObjectKey;
import dev.tierwall.core.model.Pod;
import dev.tierwall.core.model.Snapshot;
import dev.tierwall.core.net.Address;
import dev.tierwall.core.net.ConnectionSet;
import dev.tierwall.core.net.IpFamily;
import dev.tierwall.core.net.Protocol;
import dev.tierwall.core.oracle.Answer;
import dev.tierwall.core.oracle.Oracle;
import dev.tierwall.core.oracle.Party;
import dev.tierwall.core.oracle.Question;
import dev.tierwall.core.random.RandomQuestions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What the oracle says of pairs of workloads and outside addresses: the answers of one pair after another, on some
 * ports.
 */
final class Pairs {

    /** The ports that are asked for, each with TCP, UDP and SCTP; protocols without ports are asked for as well. */
    private final List<Integer> ports;

    private final Snapshot snapshot;
    private final Oracle oracle;
    private final Map<ObjectKey, List<Party>> workloads = new TreeMap<>();
    private final List<Address> outside = new ArrayList<>();
    private long asked;

    Pairs(Snapshot snapshot, List<Integer> ports) {
        this.snapshot = snapshot;
        this.ports = ports;
        this.oracle = new Oracle(snapshot);
        for (Pod pod : snapshot.pods().values()) {
            if (pod.isEndpoint()) {
                workloads
                        .computeIfAbsent(pod.workload(), key -> new ArrayList<>())
                        .add(new Party.OfPod(pod.key()));
            }
        }
        for (Party party : RandomQuestions.outside(snapshot)) {
            if (party instanceof Party.Outside(Address address) && !isOfNode(address)) {
                outside.add(address);
            }
        }
    }

    /** What a node reaches on itself is not a matter of policies, and no address of a node stands for its block. */
    private boolean isOfNode(Address address) {
        for (Node node : snapshot.nodes().values()) {
            if (node.addresses().contains(address)) {
                return true;
            }
        }
        return false;
    }

    /** The workloads that have endpoints. */
    List<ObjectKey> workloads() {
        return List.copyOf(workloads.keySet());
    }

    /** Addresses that no endpoint and no node has. */
    List<Address> outside(IpFamily family) {
        return outside.stream().filter(address -> address.family() == family).toList();
    }

    /** The pods of a workload; none if it has no endpoints. */
    List<Party> podsOf(ObjectKey workload) {
        return workloads.getOrDefault(workload, List.of());
    }

    /** How many questions the oracle was asked. */
    long asked() {
        return asked;
    }

    /** All that some of the sources may open to some of the destinations, as texts of the ports asked for. */
    List<String> allowed(List<Party> sources, List<Party> destinations, IpFamily family) {
        List<String> allowed = new ArrayList<>();
        for (Protocol protocol : Protocol.values()) {
            for (int port : ports) {
                if (any(sources, destinations, family, Optional.of(protocol), port)) {
                    allowed.add(port + "/" + protocol);
                }
            }
        }
        if (any(sources, destinations, family, Optional.empty(), 0)) {
            allowed.add("others");
        }
        return allowed;
    }

    private boolean any(
            List<Party> sources, List<Party> destinations, IpFamily family, Optional<Protocol> protocol, int port) {
        for (Party source : sources) {
            for (Party destination : destinations) {
                asked++;
                Question question = new Question(source, destination, family, protocol, port, false);
                if (oracle.answer(question) == Answer.ALLOWED) {
                    return true;
                }
            }
        }
        return false;
    }

    /** The same texts for a set of connections. */
    List<String> members(ConnectionSet connections) {
        List<String> members = new ArrayList<>();
        for (Protocol protocol : Protocol.values()) {
            for (int port : ports) {
                if (connections.contains(protocol, port)) {
                    members.add(port + "/" + protocol);
                }
            }
        }
        if (connections.others()) {
            members.add("others");
        }
        return members;
    }
}
