package dev.tierwall.core.connectivity;

import dev.tierwall.core.collect.Bits;
import dev.tierwall.core.collect.Ints;
import dev.tierwall.core.model.Node;
import dev.tierwall.core.model.Pod;
import dev.tierwall.core.net.Address;
import dev.tierwall.core.net.IpFamily;
import dev.tierwall.core.policy.CompiledPolicy;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The workloads on the network of some node, which nothing keeps from the pods on that node. */
final class OwnNodes {

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
                        .ifPresent(node ->
                                guests.computeIfAbsent(node, n -> new Ints()).add(workload));
                if (pod.hostNetwork()) {
                    nodesOf(pod, byAddress)
                            .forEach(node ->
                                    hosts.computeIfAbsent(node, n -> new Ints()).add(workload));
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
