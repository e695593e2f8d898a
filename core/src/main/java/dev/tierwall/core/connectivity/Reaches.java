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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What every party may open to whom in one family, parties with equal answers sharing one object. */
final class Reaches {

    private final IpFamily family;
    private final Relation relation;
    private final Parties parties;
    private final Reach[] byParty;

    Reaches(CompiledPolicy policy, IpFamily family, Relation relation, Parties parties) {
        this.family = family;
        this.relation = relation;
        this.parties = parties;
        this.byParty = new Reach[parties.size()];
        Map<Integer, Bits> exempt = ownNodes(policy, family, parties);
        List<List<Reach>> members = new ArrayList<>(byParty.length);
        for (int party = 0; party < byParty.length; party++) {
            members.add(new ArrayList<>(1));
        }
        for (int side = 0; side < relation.sources().all().size(); side++) {
            addSide(side, members);
        }
        Map<Reach, Reach> interned = new HashMap<>();
        for (int party = 0; party < byParty.length; party++) {
            Reach reach = joined(members.get(party), exempt.getOrDefault(party, Bits.EMPTY));
            Reach known = interned.putIfAbsent(reach, reach);
            byParty[party] = known == null ? reach : known;
        }
    }

    /** A rectangle with its destinations as parties. */
    private record Target(Bits destinations, ConnectionSet connections) {}

    /**
     * What the members of one side reach. Those that stand in the same rectangles reach the same, and that is found once
     * for all of them.
     */
    private void addSide(int side, List<List<Reach>> members) {
        List<Target> targets = new ArrayList<>();
        Map<Integer, Ints> byClass = new HashMap<>();
        Map<Integer, Ints> byCell = new HashMap<>();
        for (Rectangle rectangle : relation.from(side)) {
            int target = targets.size();
            targets.add(new Target(parties.of(rectangle.destinations(), family), rectangle.connections()));
            PeerSet sources = rectangle.sources();
            sources.endpoints().forEach(id -> listOf(byClass, id).add(target));
            parties.of(new PeerSet(Bits.EMPTY, sources.atoms()), family)
                    .forEach(cell -> listOf(byCell, cell).add(target));
        }
        Map<Bits, Reach> known = new HashMap<>();
        byClass.forEach((id, list) -> {
            Reach reach = known.computeIfAbsent(list.toBits(), those -> reachOf(targets, those));
            parties.ofClass(id).forEach(party -> members.get(party).add(reach));
        });
        byCell.forEach((cell, list) ->
                members.get(cell).add(known.computeIfAbsent(list.toBits(), those -> reachOf(targets, those))));
    }

    private static Ints listOf(Map<Integer, Ints> lists, int key) {
        return lists.computeIfAbsent(key, k -> new Ints());
    }

    private static Reach reachOf(List<Target> targets, Bits those) {
        Map<ConnectionSet, Bits.Union> sums = new LinkedHashMap<>();
        those.forEach(i -> sums.computeIfAbsent(targets.get(i).connections(), c -> new Bits.Union())
                .add(targets.get(i).destinations()));
        Reach.Draft draft = new Reach.Draft();
        sums.forEach((connections, sum) -> draft.add(sum.toBits(), connections));
        return draft.finish();
    }

    private static Reach joined(List<Reach> members, Bits exempt) {
        if (members.size() == 1 && exempt.isEmpty()) {
            return members.get(0);
        }
        Reach.Draft draft = new Reach.Draft();
        for (Reach member : members) {
            member.to().forEach((connections, to) -> draft.add(to, connections));
        }
        draft.add(exempt, ConnectionSet.ALL);
        return draft.finish();
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
