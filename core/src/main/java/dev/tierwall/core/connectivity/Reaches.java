package dev.tierwall.core.connectivity;

import dev.tierwall.core.collect.Bits;
import dev.tierwall.core.collect.Ints;
import dev.tierwall.core.collect.Partition;
import dev.tierwall.core.model.Node;
import dev.tierwall.core.model.Pod;
import dev.tierwall.core.net.Address;
import dev.tierwall.core.net.ConnectionSet;
import dev.tierwall.core.net.IpFamily;
import dev.tierwall.core.policy.CompiledPolicy;
import dev.tierwall.core.policy.PeerSet;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What every party may open to whom in one family, parties with equal answers sharing one object. */
final class Reaches {

    private final Parties parties;
    private final Reach[] byParty;

    Reaches(CompiledPolicy policy, IpFamily family, Relation relation, Parties parties) {
        this.parties = parties;
        this.byParty = new Reach[parties.size()];
        List<List<Target>> bySide = new ArrayList<>();
        for (int side = 0; side < relation.sources().all().size(); side++) {
            bySide.add(targets(relation.from(side), family));
        }
        Sources sources = new Sources(relation, bySide, policy.universe(family));
        List<Ints> groups = groupsOf(policy.universe(family), family, sources);
        OwnNodes ownNodes = new OwnNodes(policy, family, parties);
        Map<Reach, Reach> interned = new HashMap<>();
        Map<Bits, Reach> known = new HashMap<>();
        Reach.Draft draft = new Reach.Draft(parties.size());
        for (int party = 0; party < byParty.length; party++) {
            Bits own = groups.get(party).toBits();
            Bits always = ownNodes.guestsOf(party);
            Reach reach = always.isEmpty() ? known.get(own) : null;
            if (reach == null) {
                own.forEach(group -> sources.addTo(draft, group));
                draft.add(always, ConnectionSet.ALL);
                Reach made = draft.finish();
                Reach same = interned.putIfAbsent(made, made);
                reach = same == null ? made : same;
            }
            if (always.isEmpty()) {
                known.put(own, reach);
            }
            byParty[party] = reach;
        }
    }

    /** A rectangle with its destinations as parties. */
    private record Target(PeerSet sources, Bits destinations, ConnectionSet connections) {}

    private List<Target> targets(List<Rectangle> rectangles, IpFamily family) {
        return rectangles.stream()
                .map(rectangle -> new Target(
                        rectangle.sources(), parties.of(rectangle.destinations(), family), rectangle.connections()))
                .toList();
    }

    /** Classes and atoms in groups that stand in the same rectangles as sources. Atoms are numbered after all classes. */
    private static final class Sources {

        private final List<List<Target>> bySide;
        private final int[] groups;
        private final int firstAtom;
        private final int[] sideOf;
        private final int[] someMember;

        Sources(Relation relation, List<List<Target>> bySide, PeerSet universe) {
            this.bySide = bySide;
            this.firstAtom = universe.endpoints().end();
            Partition partition = new Partition(firstAtom + universe.atoms().end());
            for (int side = 0; side < bySide.size(); side++) {
                partition.split(numbers(relation.sources().get(side).members()));
                for (Target target : bySide.get(side)) {
                    partition.split(numbers(target.sources()));
                }
            }
            this.groups = partition.cells();
            this.sideOf = new int[groups.length];
            this.someMember = new int[groups.length];
            universe.endpoints().forEach(id -> place(id, relation.sources().ofClass(id)));
            universe.atoms()
                    .forEach(atom -> place(firstAtom + atom, relation.sources().outside()));
        }

        private Bits numbers(PeerSet peers) {
            Ints atoms = new Ints();
            peers.atoms().forEach(atom -> atoms.add(firstAtom + atom));
            return peers.endpoints().union(atoms.toBits());
        }

        private void place(int member, int side) {
            sideOf[groups[member]] = side;
            someMember[groups[member]] = member;
        }

        int ofClass(int endpointClass) {
            return groups[endpointClass];
        }

        int ofAtom(int atom) {
            return groups[firstAtom + atom];
        }

        void addTo(Reach.Draft draft, int group) {
            int member = someMember[group];
            for (Target target : bySide.get(sideOf[group])) {
                boolean in = member < firstAtom
                        ? target.sources().endpoints().contains(member)
                        : target.sources().atoms().contains(member - firstAtom);
                if (in) {
                    draft.add(target.destinations(), target.connections());
                }
            }
        }
    }

    /** The groups that the classes, or the atoms, of each party are in. */
    private List<Ints> groupsOf(PeerSet universe, IpFamily family, Sources sources) {
        List<Ints> groups = new ArrayList<>(parties.size());
        for (int party = 0; party < parties.size(); party++) {
            groups.add(new Ints());
        }
        universe.endpoints()
                .forEach(id ->
                        parties.ofClass(id).forEach(party -> groups.get(party).add(sources.ofClass(id))));
        universe.atoms().forEach(atom -> {
            int party = parties.ofAtom(atom, family);
            if (party >= 0) {
                groups.get(party).add(sources.ofAtom(atom));
            }
        });
        return groups;
    }

    Reach of(int party) {
        return byParty[party];
    }

    /** The workloads on the network of some node, which nothing keeps from the pods on that node. */
    private static final class OwnNodes {

        private final Map<Integer, Bits> guestsOf = new HashMap<>();

        OwnNodes(CompiledPolicy policy, IpFamily family, Parties parties) {
            Map<Address, List<String>> byAddress = new HashMap<>();
            for (Node node : policy.snapshot().nodes().values()) {
                node.addresses()
                        .forEach(address -> byAddress
                                .computeIfAbsent(address, a -> new ArrayList<>(1))
                                .add(node.name()));
            }
            Map<String, Ints> hosts = new HashMap<>();
            Map<String, Ints> guests = new HashMap<>();
            policy.universe(family).endpoints().forEach(id -> {
                for (Pod pod : policy.endpointClass(id).members().values()) {
                    int workload = parties.numberOf(pod.workload());
                    pod.node()
                            .ifPresent(node -> guests.computeIfAbsent(node, n -> new Ints())
                                    .add(workload));
                    if (pod.hostNetwork()) {
                        nodesOf(pod, byAddress)
                                .forEach(node -> hosts.computeIfAbsent(node, n -> new Ints())
                                        .add(workload));
                    }
                }
            });
            hosts.forEach((node, workloads) -> workloads
                    .toBits()
                    .forEach(workload -> guestsOf.merge(
                            workload, guests.getOrDefault(node, new Ints()).toBits(), Bits::union)));
        }

        /** The nodes that a pod on the host's network is: the one it runs on, and those that have its address. */
        private static Set<String> nodesOf(Pod host, Map<Address, List<String>> byAddress) {
            Set<String> nodes = new HashSet<>();
            host.node().ifPresent(nodes::add);
            host.addresses().forEach(address -> nodes.addAll(byAddress.getOrDefault(address, List.of())));
            return nodes;
        }

        /** The workloads that have pods on the nodes whose network a workload is on. */
        Bits guestsOf(int workload) {
            return guestsOf.getOrDefault(workload, Bits.EMPTY);
        }
    }
}
