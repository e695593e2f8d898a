package dev.tierwall.bench.datapath;

import dev.tierwall.core.model.Direction;
import dev.tierwall.core.model.ObjectKey;
import dev.tierwall.core.policy.CompiledPolicy;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The rules that come to mind first, in the language of nft: pods one after the other, policies one after the other. */
final class ChainPerPolicy {

    private ChainPerPolicy() {}

    static String text(NodeCluster cluster, CompiledPolicy policy) {
        StringBuilder policies = new StringBuilder();
        StringBuilder pods = new StringBuilder();
        StringBuilder dispatch = new StringBuilder();
        Map<ObjectKey, String> known = new TreeMap<>();
        for (int i = 0; i < NodeCluster.LOCAL; i++) {
            List<String> jumps = new ArrayList<>();
            int number = policy.classOf(cluster.pod(i).key()).orElseThrow().id();
            policy.subject(number, Direction.INGRESS).isolatedBy().forEach(key -> {
                if (!known.containsKey(key)) {
                    known.put(key, "policy" + known.size());
                    policies.append(chain(
                            known.getOrDefault(key, ""),
                            cluster,
                            Integer.parseInt(key.name().substring(7))));
                }
                jumps.add("  jump " + known.getOrDefault(key, "") + "\n");
            });
            if (!jumps.isEmpty()) {
                pods.append(" chain pod")
                        .append(i)
                        .append(" {\n")
                        .append(String.join("", jumps))
                        .append("  drop\n }\n");
                dispatch.append("  ip daddr ")
                        .append(NodeCluster.ipv4(i))
                        .append(" goto pod")
                        .append(i)
                        .append('\n');
            }
        }
        return "table inet chains {\n" + policies + pods
                + " chain forward { type filter hook forward priority filter; policy accept;\n"
                + "  ct state established,related accept\n" + dispatch + " }\n}\n";
    }

    private static String chain(String name, NodeCluster cluster, int policy) {
        String peers = String.join(
                ", ", cluster.peersOf(policy).stream().map(Object::toString).toList());
        return " chain " + name + " {\n"
                + "  ip saddr { " + peers + " } tcp dport { " + NodeCluster.TCP + " } accept\n"
                + "  ip saddr { " + peers + " } udp dport { " + NodeCluster.UDP + " } accept\n }\n";
    }
}
