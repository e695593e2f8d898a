package dev.tierwall.linux.node;

import dev.tierwall.linux.nft.RuleSetReader;
import dev.tierwall.linux.route.Link;
import dev.tierwall.linux.route.Network;
import java.io.IOException;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/** Finds other programs that enforce network policies, by the names of what they leave in the kernel. */
public final class Enforcers {

    private Enforcers() {}

    /** How one is known. */
    private record Known(String name, boolean isCertain, Predicate<String> names) {}

    /** Chains, as iptables on nf_tables and nft name them. */
    private static final List<Known> BY_CHAIN = List.of(
            known("Calico", "cali-"),
            known("Cilium", "CILIUM_"),
            known("kube-router", "KUBE-NWPLCY-", "KUBE-POD-FW-", "KUBE-ROUTER-"),
            known("OVN-Kubernetes", "OVN-KUBE-"),
            known("Antrea", "ANTREA-"),
            known("Weave Net", "WEAVE-NPC"),
            known("Azure NPM", "AZURE-NPM"));

    /** Tables of nft, without their family. */
    private static final List<Known> BY_TABLE = List.of(
            known("Calico", "calico"),
            known("OVN-Kubernetes", "ovn-kubernetes"),
            new Known("kube-network-policies", true, name -> name.endsWith("network-policies")));

    /** Links, of those that may enforce where no rule shows it. */
    private static final List<Known> BY_LINK = List.of(
            new Known("Cilium", false, name -> name.equals("cilium_host")),
            new Known("Antrea", false, name -> name.equals("antrea-gw0")),
            new Known("OVN-Kubernetes", false, name -> name.equals("ovn-k8s-mp0")),
            new Known("Calico", false, name -> name.equals("bpfin.cali")),
            new Known("Weave Net", false, name -> name.equals("weave")));

    private static Known known(String name, String... beginnings) {
        return new Known(name, true, one -> List.of(beginnings).stream().anyMatch(one::startsWith));
    }

    /** Looks at all tables, chains and links; each program is found once, by the best evidence. */
    public static Collection<Enforcer> find() throws IOException {
        Map<String, Enforcer> found = new LinkedHashMap<>();
        for (RuleSetReader.Chain chain : RuleSetReader.chains()) {
            find(BY_CHAIN, chain.name(), "chain " + chain.name() + " in table " + chain.table())
                    .ifPresent(one -> found.putIfAbsent(one.name(), one));
        }
        for (String table : RuleSetReader.tables()) {
            find(BY_TABLE, table.substring(table.indexOf(' ') + 1), "table " + table)
                    .ifPresent(one -> found.putIfAbsent(one.name(), one));
        }
        try (Network network = Network.open()) {
            for (Link link : network.links()) {
                find(BY_LINK, link.name(), "link " + link.name()).ifPresent(one -> found.putIfAbsent(one.name(), one));
            }
        }
        return List.copyOf(found.values());
    }

    private static Optional<Enforcer> find(List<Known> all, String name, String evidence) {
        return all.stream()
                .filter(known -> known.names.test(name))
                .findFirst()
                .map(known -> new Enforcer(known.name, evidence, known.isCertain));
    }
}
