package dev.tierwall.agent.report;

import dev.tierwall.linux.conntrack.ConnectionTable;
import dev.tierwall.linux.conntrack.TableUse;
import dev.tierwall.linux.node.Bridging;
import dev.tierwall.linux.node.Enforcer;
import dev.tierwall.linux.node.Enforcers;
import dev.tierwall.linux.node.Ipvs;
import dev.tierwall.linux.node.KernelFeatures;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;

/**
 * Looks now and then whether the node is one on which rules hold: bridges that pass packets by, Services by IPVS, another
 * program that enforces policies, a kernel without a feature, a full table of connections.
 */
public final class NodeChecks {

    private static final int FULL_PERCENT = 90;

    private final Logger log;
    private List<String> problems = List.of();
    private TableUse use = new TableUse(0, 0, 0, 0);

    public NodeChecks(Logger log) {
        this.log = log;
    }

    private interface Check {
        void into(List<String> found) throws IOException;
    }

    /** Looks at everything, in the network namespace of the calling thread. */
    public void look() {
        List<String> found = new ArrayList<>();
        List<Check> checks = List.of(
                NodeChecks::bridges, NodeChecks::ipvs, NodeChecks::features, NodeChecks::others, this::tracking);
        for (Check check : checks) {
            try {
                check.into(found);
            } catch (IOException unknown) {
                log.debug("a check of the node failed: {}", unknown.getMessage());
            }
        }
        synchronized (this) {
            found.stream()
                    .filter(problem -> !problems.contains(problem))
                    .forEach(problem -> log.warn("this node: {}", problem));
            problems = List.copyOf(found);
        }
    }

    private static void bridges(List<String> found) throws IOException {
        Bridging bridging = Bridging.read();
        if (bridging.bypassesRules()) {
            found.add("pods on the bridge " + String.join(", ", bridging.bridges())
                    + " reach each other past all rules: load br_netfilter, and set"
                    + " net.bridge.bridge-nf-call-iptables and -ip6tables to 1");
        }
    }

    private static void ipvs(List<String> found) throws IOException {
        int services = Ipvs.services();
        if (services > 0) {
            found.add(services + " Services are served by IPVS, which hands packets to pods past the rules:"
                    + " set kube-proxy's mode to nftables or iptables");
        }
    }

    private static void features(List<String> found) throws IOException {
        found.addAll(KernelFeatures.read().missing());
    }

    private static void others(List<String> found) throws IOException {
        for (Enforcer enforcer : Enforcers.find()) {
            found.add((enforcer.isCertain() ? "" : "maybe ") + "another program enforces policies, " + enforcer.name()
                    + " (" + enforcer.evidence() + "): turn one of the two off");
        }
    }

    private void tracking(List<String> found) throws IOException {
        try (ConnectionTable table = ConnectionTable.open()) {
            TableUse now = table.use();
            synchronized (this) {
                if (now.most() > 0 && now.count() * 100 >= now.most() * FULL_PERCENT) {
                    found.add("the table of connections is full, " + now.count() + " of " + now.most()
                            + ", and new ones are dropped: raise net.netfilter.nf_conntrack_max");
                }
                use = now;
            }
        }
    }

    /** What is wrong. */
    public synchronized List<String> problems() {
        return problems;
    }

    /** How full the table of connections was. */
    public synchronized TableUse use() {
        return use;
    }
}
