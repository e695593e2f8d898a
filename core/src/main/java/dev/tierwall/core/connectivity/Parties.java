package dev.tierwall.core.connectivity;

import dev.tierwall.core.collect.Bits;
import dev.tierwall.core.collect.Ints;
import dev.tierwall.core.model.ObjectKey;
import dev.tierwall.core.model.Pod;
import dev.tierwall.core.net.Address;
import dev.tierwall.core.net.AddressSet;
import dev.tierwall.core.net.IpFamily;
import dev.tierwall.core.policy.CompiledPolicy;
import dev.tierwall.core.policy.PeerSet;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * The parties of a report, numbered: first all workloads by namespace and name, then the blocks of outside addresses,
 * family by family.
 */
final class Parties {

    private final CompiledPolicy policy;
    private final List<Party> parties = new ArrayList<>();
    private final int workloads;
    private final Map<ObjectKey, Integer> numbers = new HashMap<>();
    private final Bits[] byClass;
    private final Map<IpFamily, Bits> inFamily = new EnumMap<>(IpFamily.class);
    private final Map<IpFamily, int[]> byAtom = new EnumMap<>(IpFamily.class);

    Parties(CompiledPolicy policy, Map<IpFamily, Relation> relations) {
        this.policy = policy;
        Bits live = policy.liveClasses();
        TreeSet<ObjectKey> keys = new TreeSet<>();
        live.forEach(id -> policy.endpointClass(id).members().values().forEach(pod -> keys.add(pod.workload())));
        for (ObjectKey key : keys) {
            numbers.put(key, parties.size());
            parties.add(new Party.OfWorkload(key));
        }
        this.workloads = parties.size();
        this.byClass = new Bits[live.end()];
        live.forEach(id -> {
            Ints members = new Ints();
            for (Pod pod : policy.endpointClass(id).members().values()) {
                members.add(numberOf(pod.workload()));
            }
            byClass[id] = members.toBits();
        });
        relations.forEach(this::addFamily);
    }

    private void addFamily(IpFamily family, Relation relation) {
        Cells cells = new Cells(policy, family, relation);
        int first = parties.size();
        for (AddressSet addresses : cells.addresses()) {
            parties.add(new Party.OfAddresses(addresses));
        }
        int[] atoms = cells.byAtom();
        for (int atom = 0; atom < atoms.length; atom++) {
            atoms[atom] = atoms[atom] < 0 ? -1 : first + atoms[atom];
        }
        byAtom.put(family, atoms);
        Ints members = new Ints();
        policy.universe(family).endpoints().forEach(id -> byClass[id].forEach(members::add));
        inFamily.put(family, members.toBits().union(Bits.range(first, parties.size())));
    }

    /** What the parties are of. */
    CompiledPolicy policy() {
        return policy;
    }

    int size() {
        return parties.size();
    }

    Party get(int party) {
        return parties.get(party);
    }

    /** The number of a workload that has endpoints. */
    int numberOf(ObjectKey workload) {
        Integer number = numbers.get(workload);
        if (number == null) {
            throw new IllegalArgumentException("no endpoint of " + workload);
        }
        return number;
    }

    /** The number of a workload; -1 if it has no endpoints. */
    int find(ObjectKey workload) {
        return numbers.getOrDefault(workload, -1);
    }

    /** The number of the block of outside addresses that holds an address; -1 if it belongs to endpoints. */
    int findCell(Address address) {
        int[] atoms = byAtom.get(address.family());
        return atoms == null ? -1 : atoms[policy.atoms().indexOf(address)];
    }

    /** The number of the block of outside addresses that an atom is in; -1 if it belongs to endpoints. */
    int ofAtom(int atom, IpFamily family) {
        int[] atoms = byAtom.get(family);
        return atoms == null ? -1 : atoms[atom];
    }

    /** How many of the parties are workloads; they have the lowest numbers. */
    int workloads() {
        return workloads;
    }

    /** The workloads whose pods are in a class. */
    Bits ofClass(int endpointClass) {
        return byClass[endpointClass];
    }

    /** The parties that have, or may have, an address of the family. */
    Bits in(IpFamily family) {
        return inFamily.getOrDefault(family, Bits.EMPTY);
    }

    /** The parties that have, or may have, addresses of both families. */
    Bits inBoth() {
        return in(IpFamily.IPV4).intersect(in(IpFamily.IPV6));
    }

    /** The parties that some classes and atoms of a family belong to. */
    Bits of(PeerSet peers, IpFamily family) {
        Ints found = new Ints();
        peers.endpoints().forEach(id -> byClass[id].forEach(found::add));
        int[] atoms = byAtom.getOrDefault(family, new int[0]);
        peers.atoms().forEach(atom -> {
            if (atoms[atom] >= 0) {
                found.add(atoms[atom]);
            }
        });
        return found.toBits();
    }
}
