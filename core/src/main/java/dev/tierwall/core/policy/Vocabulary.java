package dev.tierwall.core.policy;

import dev.tierwall.core.collect.PersistentMap;
import dev.tierwall.core.label.Labels;
import dev.tierwall.core.label.Requirement;
import dev.tierwall.core.model.Node;
import dev.tierwall.core.model.Pod;
import dev.tierwall.core.model.Pod.ContainerPort;
import dev.tierwall.core.model.Snapshot;
import dev.tierwall.core.net.Address;
import dev.tierwall.core.net.IpFamily;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * What the policies in use can speak about; the rest of a pod is invisible to them and does not tell classes apart.
 *
 * @param labelKeys keys of pod labels, with the number of groups that name them
 * @param portNames names of ports, with the number of policies that name them
 * @param atoms the bounds of addresses
 */
record Vocabulary(PersistentMap<String, Integer> labelKeys, PersistentMap<String, Integer> portNames, Atoms atoms) {

    static final Vocabulary EMPTY = new Vocabulary(PersistentMap.empty(), PersistentMap.empty(), Atoms.WHOLE);

    /** The label keys that the groups name in selectors of pods, each as often as there are groups that name it. */
    static List<String> labelKeysOf(Collection<PeerGroup> groups) {
        List<String> keys = new ArrayList<>();
        for (PeerGroup group : groups) {
            if (group.key() instanceof GroupKey.Pods pods) {
                pods.pods().requirements().stream()
                        .map(Requirement::key)
                        .distinct()
                        .forEach(keys::add);
            }
        }
        return keys;
    }

    static PersistentMap<String, Integer> counted(
            PersistentMap<String, Integer> counts, Collection<String> added, Collection<String> removed) {
        PersistentMap<String, Integer> next = counts;
        for (String word : added) {
            next = next.with(word, next.getOrDefault(word, 0) + 1);
        }
        for (String word : removed) {
            int left = next.getOrDefault(word, 0) - 1;
            next = left == 0 ? next.without(word) : next.with(word, left);
        }
        return next;
    }

    /** What policies can know of an endpoint. */
    ClassKey keyOf(Pod pod, Snapshot facts) {
        List<Address> addresses = addressesOf(pod, facts);
        return new ClassKey(
                pod.hostNetwork() ? "" : pod.key().namespace(),
                pod.hostNetwork() ? Labels.NONE : pod.labels().only(labelKeys::has),
                portsOf(pod),
                pod.hostNetwork(),
                place(addresses, IpFamily.IPV4),
                place(addresses, IpFamily.IPV6));
    }

    /** The addresses that an endpoint has: on the host's network those of the node, unless the pod's are known. */
    static List<Address> addressesOf(Pod pod, Snapshot facts) {
        if (!pod.hostNetwork() || !pod.addresses().isEmpty() || pod.node().isEmpty()) {
            return pod.addresses();
        }
        Optional<Node> node = facts.nodes().get(pod.node().get());
        List<Address> first = new ArrayList<>();
        for (IpFamily family : IpFamily.values()) {
            node.flatMap(known -> known.addresses().stream()
                            .filter(address -> address.family() == family)
                            .findFirst())
                    .ifPresent(first::add);
        }
        return first;
    }

    private List<ContainerPort> portsOf(Pod pod) {
        List<ContainerPort> named = List.of();
        for (ContainerPort port : pod.ports()) {
            if (!port.name().isEmpty() && portNames.has(port.name())) {
                named = named.isEmpty() ? new ArrayList<>() : named;
                named.add(port);
            }
        }
        return named;
    }

    private Place place(List<Address> addresses, IpFamily family) {
        if (addresses.isEmpty()) {
            return Place.UNKNOWN;
        }
        for (Address address : addresses) {
            if (address.family() == family) {
                return new Place.At(atoms.startOf(address));
            }
        }
        return Place.ABSENT;
    }
}
