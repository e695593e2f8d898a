package dev.tierwall.core.oracle;

import dev.tierwall.core.model.Node;
import dev.tierwall.core.model.Pod;
import dev.tierwall.core.model.Snapshot;
import dev.tierwall.core.net.Address;
import dev.tierwall.core.net.IpFamily;
import java.util.List;
import java.util.Optional;

/**
 * One end of a connection, looked up.
 *
 * @param pod the pod, if it is one
 * @param address its address in the family of the question; empty if it has one that is not known
 * @param family the family of the question
 */
record Host(Optional<Pod> pod, Optional<Address> address, IpFamily family) {

    /** The party in this family; empty if it cannot take part in any connection of the family. */
    static Optional<Host> of(Snapshot snapshot, Party party, IpFamily family) {
        return switch (party) {
            case Party.Outside(Address address) ->
                address.family() == family
                        ? Optional.of(new Host(Optional.empty(), Optional.of(address), family))
                        : Optional.empty();
            case Party.OfPod(var key) -> snapshot.pods().get(key).flatMap(pod -> of(snapshot, pod, family));
        };
    }

    private static Optional<Host> of(Snapshot snapshot, Pod pod, IpFamily family) {
        if (pod.state() != Pod.State.RUNNING) {
            return Optional.empty();
        }
        List<Address> addresses = pod.addresses();
        if (addresses.isEmpty() && pod.hostNetwork()) {
            addresses = nodeOf(snapshot, pod).map(Node::addresses).orElse(List.of());
        }
        if (addresses.isEmpty()) {
            return Optional.of(new Host(Optional.of(pod), Optional.empty(), family));
        }
        for (Address address : addresses) {
            if (address.family() == family) {
                return Optional.of(new Host(Optional.of(pod), Optional.of(address), family));
            }
        }
        return Optional.empty();
    }

    static Optional<Node> nodeOf(Snapshot snapshot, Pod pod) {
        return pod.node().flatMap(name -> snapshot.nodes().get(name));
    }

    boolean onHostNetwork() {
        return pod.isPresent() && pod.get().hostNetwork();
    }

    /** Whether it is a pod with a network of its own: only such a pod has policies, and only such a pod is a pod peer. */
    boolean isOrdinaryPod() {
        return pod.isPresent() && !pod.get().hostNetwork();
    }

    /** A template stands for many pods: its connection to itself is one between two of them. */
    boolean isSamePodAs(Host other) {
        return pod.isPresent()
                && pod.get().key().kind().equals("Pod")
                && other.pod.isPresent()
                && pod.get().key().equals(other.pod.get().key());
    }
}
