package dev.tierwall.core.claim;

import dev.tierwall.core.collect.Ints;
import dev.tierwall.core.model.Node;
import dev.tierwall.core.model.Pod;
import dev.tierwall.core.net.Address;
import dev.tierwall.core.net.AddressRange;
import dev.tierwall.core.net.AddressSet;
import dev.tierwall.core.net.IpFamily;
import dev.tierwall.core.policy.Atoms;
import dev.tierwall.core.policy.CompiledPolicy;
import dev.tierwall.core.policy.PeerSet;
import dev.tierwall.core.verdict.End;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A population among the peers of one family: for each class its pods, for each atom some addresses that stand for all. */
final class Placed {
    private final Map<Integer, List<Pod>> pods = new TreeMap<>();
    private final Map<Integer, List<Address>> addresses = new TreeMap<>();
    private final PeerSet peers;

    Placed(CompiledPolicy policy, Taken taken, IpFamily family, Population population) {
        for (Pod pod : population.pods().values()) {
            policy.classOf(pod.key())
                    .filter(endpoints -> endpoints.key().isIn(family))
                    .ifPresent(endpoints -> pods.computeIfAbsent(endpoints.id(), id -> new ArrayList<>())
                            .add(pod));
        }
        pods.values().forEach(members -> members.sort(Comparator.comparing(Pod::key)));
        Atoms atoms = policy.atoms();
        for (AddressRange range : population.addresses().only(family).ranges()) {
            int last = atoms.indexOf(range.last());
            for (int atom = atoms.indexOf(range.first()); atom <= last; atom++) {
                AddressSet part = AddressSet.of(atoms.range(family, atom)).intersect(AddressSet.of(range));
                List<Address> standing = taken.standingFor(part);
                if (!standing.isEmpty()) {
                    addresses.computeIfAbsent(atom, a -> new ArrayList<>()).addAll(standing);
                }
            }
        }
        Ints classes = new Ints();
        pods.keySet().forEach(classes::add);
        Ints places = new Ints();
        addresses.keySet().forEach(places::add);
        peers = new PeerSet(classes.toBits(), places.toBits());
    }

    PeerSet peers() {
        return peers;
    }

    /** The members in some classes and atoms, one of each kind first: pods by name, then addresses. */
    List<End> ends(PeerSet within) {
        List<Pod> some = new ArrayList<>();
        List<End> ends = new ArrayList<>();
        within.endpoints().forEach(id -> some.addAll(pods.getOrDefault(id, List.of())));
        some.sort(Comparator.comparing(Pod::key));
        some.forEach(pod -> ends.add(new End.OfPod(pod)));
        within.atoms()
                .forEach(atom -> addresses
                        .getOrDefault(atom, List.of())
                        .forEach(address -> ends.add(new End.OfAddress(address))));
        return ends;
    }

    /** The addresses that pods and nodes have. */
    record Taken(CompiledPolicy policy, List<Address> ofNodes) {

        static Taken in(CompiledPolicy policy) {
            List<Address> ofNodes = new ArrayList<>();
            for (Node node : policy.snapshot().nodes().values()) {
                ofNodes.addAll(node.addresses());
            }
            ofNodes.sort(null);
            return new Taken(policy, ofNodes);
        }

        /** The first address of a part of an atom that nobody in the cluster has, and then those of nodes. */
        List<Address> standingFor(AddressSet part) {
            List<Address> standing = new ArrayList<>();
            for (AddressRange range : part.ranges()) {
                Address next = range.first();
                while (isTaken(next) && !next.equals(range.last())) {
                    next = next.next().orElseThrow();
                }
                if (!isTaken(next)) {
                    standing.add(next);
                    break;
                }
            }
            for (Address address : ofNodes) {
                if (part.contains(address)) {
                    standing.add(address);
                }
            }
            return standing;
        }

        private boolean isTaken(Address address) {
            return !policy.ownersOf(address).isEmpty() || ofNodes.contains(address);
        }
    }
}
