package dev.tierwall.core.question;

import dev.tierwall.core.model.Node;
import dev.tierwall.core.model.Pod;
import dev.tierwall.core.naming.Meaning;
import dev.tierwall.core.net.Address;
import dev.tierwall.core.net.AddressRange;
import dev.tierwall.core.net.AddressSet;
import dev.tierwall.core.net.IpFamily;
import dev.tierwall.core.policy.Atoms;
import dev.tierwall.core.policy.CompiledPolicy;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** Takes sets of addresses apart into the pods, the nodes and the atoms in them. */
final class Blocks {
    private final CompiledPolicy policy;

    /** The addresses that pods and nodes have. */
    private final Set<Address> taken = new HashSet<>();

    private final List<Member> members = new ArrayList<>();

    private Blocks(CompiledPolicy policy) {
        this.policy = policy;
    }

    /** The members of a set: pods and nodes only if not all is outside the cluster. */
    static List<Member> members(CompiledPolicy policy, Meaning.Many many) {
        Blocks blocks = new Blocks(policy);
        blocks.addKnown(many);
        for (IpFamily family : IpFamily.values()) {
            blocks.addAtoms(many.addresses().only(family));
        }
        return blocks.members;
    }

    private void addKnown(Meaning.Many many) {
        Map<Address, String> ofNodes = new TreeMap<>();
        for (Node node : policy.snapshot().nodes().values()) {
            node.addresses().forEach(address -> ofNodes.put(address, node.name()));
        }
        taken.addAll(ofNodes.keySet());
        List<Pod> inside = new ArrayList<>();
        for (Pod pod : policy.snapshot().pods().values()) {
            List<Address> own = pod.isEndpoint() ? policy.addressesOf(pod) : List.of();
            boolean countsAsNode = pod.hostNetwork() && own.stream().anyMatch(ofNodes::containsKey);
            if (!countsAsNode && own.stream().anyMatch(many.addresses()::contains)) {
                inside.add(pod);
            }
            taken.addAll(own);
        }
        if (many.outside()) {
            return;
        }
        inside.sort((a, b) -> a.key().compareTo(b.key()));
        inside.forEach(pod -> members.add(new Member.OfPod(pod)));
        ofNodes.forEach((address, node) -> {
            if (many.addresses().contains(address)) {
                members.add(Member.OfAddresses.single(address, Optional.of(node)));
            }
        });
    }

    private void addAtoms(AddressSet addresses) {
        Atoms atoms = policy.atoms();
        Map<Integer, List<AddressRange>> parts = new TreeMap<>();
        for (AddressRange range : addresses.ranges()) {
            int last = atoms.indexOf(range.last());
            for (int atom = atoms.indexOf(range.first()); atom <= last; atom++) {
                AddressSet part =
                        AddressSet.of(atoms.range(range.family(), atom)).intersect(AddressSet.of(range));
                parts.computeIfAbsent(atom, a -> new ArrayList<>()).addAll(part.ranges());
            }
        }
        parts.forEach((atom, ranges) -> {
            AddressSet part = new AddressSet(ranges);
            firstFree(part).ifPresent(some -> members.add(new Member.OfAddresses(part, some, Optional.empty())));
        });
    }

    /** The first address of a set that no pod and no node has. */
    private Optional<Address> firstFree(AddressSet addresses) {
        for (AddressRange range : addresses.ranges()) {
            Optional<Address> next = Optional.of(range.first());
            while (next.isPresent() && range.contains(next.get())) {
                if (!taken.contains(next.get())) {
                    return next;
                }
                next = next.get().next();
            }
        }
        return Optional.empty();
    }
}
