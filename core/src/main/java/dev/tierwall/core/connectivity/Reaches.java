package dev.tierwall.core.connectivity;

import dev.tierwall.core.collect.Bits;
import dev.tierwall.core.collect.Ints;
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

    private final Reach[] byParty;

    Reaches(CompiledPolicy policy, IpFamily family, Relation relation, Parties parties) {
        this.byParty = new Reach[parties.size()];
        Map<Reach, Reach> interned = new HashMap<>();
        Map<Integer, List<Target>> bySide = new HashMap<>();
        Map<Integer, Bits> exempt = ownNodes(policy, family, parties);
        List<List<PeerSet>> members = membersOf(policy, family, parties);
        for (int party = 0; party < byParty.length; party++) {
            Reach.Draft draft = new Reach.Draft();
            for (PeerSet member : members.get(party)) {
                int side = relation.sources().touched(member).next(0);
                for (Target target : bySide.computeIfAbsent(side, s -> targets(relation.from(s), parties, family))) {
                    if (target.sources().intersects(member)) {
                        draft.add(target.destinations(), target.connections());
                    }
                }
            }
            draft.add(exempt.getOrDefault(party, Bits.EMPTY), ConnectionSet.ALL);
            Reach reach = draft.finish();
            Reach known = interned.putIfAbsent(reach, reach);
            byParty[party] = known == null ? reach : known;
        }
    }

    /** A rectangle with its destinations as parties. */
    private record Target(PeerSet sources, Bits destinations, ConnectionSet connections) {}

    private static List<Target> targets(List<Rectangle> rectangles, Parties parties, IpFamily family) {
        return rectangles.stream()
                .map(rectangle -> new Target(
                        rectangle.sources(), parties.of(rectangle.destinations(), family), rectangle.connections()))
                .toList();
    }

    /** The classes, or the atoms, that make up each party: several sources with one answer each. */
    private static List<List<PeerSet>> membersOf(CompiledPolicy policy, IpFamily family, Parties parties) {
        List<List<PeerSet>> members = new ArrayList<>(parties.size());
        for (int party = 0; party < parties.size(); party++) {
            members.add(new ArrayList<>(1));
        }
        PeerSet universe = policy.universe(family);
        universe.endpoints().forEach(id -> {
            PeerSet member = new PeerSet(Bits.of(id), Bits.EMPTY);
            parties.ofClass(id).forEach(party -> members.get(party).add(member));
        });
        Map<Integer, Ints> atoms = new HashMap<>();
        universe.atoms()
                .forEach(atom -> parties.of(new PeerSet(Bits.EMPTY, Bits.of(atom)), family)
                        .forEach(party ->
                                atoms.computeIfAbsent(party, p -> new Ints()).add(atom)));
        atoms.forEach((party, ids) -> members.get(party).add(new PeerSet(Bits.EMPTY, ids.toBits())));
        return members;
    }

    /** The workloads on the network of some node, with the workloads that have pods on that node. */
    private static Map<Integer, Bits> ownNodes(CompiledPolicy policy, IpFamily family, Parties parties) {
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
                        .ifPresent(node ->
                                guests.computeIfAbsent(node, n -> new Ints()).add(workload));
                if (pod.hostNetwork()) {
                    nodesOf(pod, byAddress)
                            .forEach(node ->
                                    hosts.computeIfAbsent(node, n -> new Ints()).add(workload));
                }
            }
        });
        Map<Integer, Bits> exempt = new HashMap<>();
        hosts.forEach((node, workloads) -> workloads
                .toBits()
                .forEach(workload -> exempt.merge(
                        workload, guests.getOrDefault(node, new Ints()).toBits(), Bits::union)));
        return exempt;
    }

    /** The nodes that a pod on the host's network is: the one it runs on, and those that have its address. */
    private static Set<String> nodesOf(Pod host, Map<Address, List<String>> byAddress) {
        Set<String> nodes = new HashSet<>();
        host.node().ifPresent(nodes::add);
        host.addresses().forEach(address -> nodes.addAll(byAddress.getOrDefault(address, List.of())));
        return nodes;
    }

    Reach of(int party) {
        return byParty[party];
    }
}
