package dev.tierwall.bench.datapath;

import dev.tierwall.core.model.Pod;
import dev.tierwall.core.net.Address;
import dev.tierwall.core.net.IpFamily;
import dev.tierwall.core.net.Protocol;
import dev.tierwall.core.nft.NftProgram;
import dev.tierwall.core.policy.CompiledPolicy;
import dev.tierwall.core.policy.PolicyCompiler;
import dev.tierwall.core.verdict.End;
import dev.tierwall.core.verdict.Flow;
import dev.tierwall.core.verdict.Verdicts;
import dev.tierwall.linux.nft.KernelTable;
import dev.tierwall.linux.process.Program;
import dev.tierwall.linux.process.RunningProgram;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A node under some rules, with the pairs of pods that it is measured with.
 *
 * @param name what it is
 * @param wires the node and two hosts
 * @param traffic what goes through it
 */
record Variant(String name, Wires wires, Traffic traffic) implements AutoCloseable {

    private static final int CLIENTS = 16;
    private static final int SERVERS = 24;

    /** Accepts what belongs to a connection, and everything else by policy: what every firewall with states does. */
    static Variant statesOnly(NodeCluster cluster, CompiledPolicy policy) throws IOException {
        return byNft("states only", cluster, policy, """
                table inet base {
                 chain forward { type filter hook forward priority filter; policy accept;
                  ct state established,related accept
                 }
                }
                """);
    }

    static Variant tierwall(NodeCluster cluster, CompiledPolicy policy) throws IOException {
        Variant variant = bare(cluster.toString(), cluster, policy);
        try (KernelTable table = variant.wires.node().call(KernelTable::open)) {
            table.load(NftProgram.of(policy, NodeCluster.NODE));
        }
        return variant;
    }

    /** The contrast: a chain for each pod, which asks a chain for each policy, one after the other. */
    static Variant chains(NodeCluster cluster, CompiledPolicy policy) throws IOException {
        return byNft("a chain for each policy, " + cluster, cluster, policy, ChainPerPolicy.text(cluster, policy));
    }

    private static Variant byNft(String name, NodeCluster cluster, CompiledPolicy policy, String rules)
            throws IOException {
        Variant variant = bare(name, cluster, policy);
        variant.wires.node().call(() -> {
            try (RunningProgram nft = RunningProgram.start(Program.of("nft", "-f", "-"))) {
                nft.stdin().write(rules.getBytes(StandardCharsets.UTF_8));
                nft.stdin().close();
                String said = new String(nft.stderr().readAllBytes(), StandardCharsets.UTF_8);
                if (nft.waitFor() != 0) {
                    throw new IOException("nft: " + said);
                }
            }
            return true;
        });
        return variant;
    }

    private static Variant bare(String name, NodeCluster cluster, CompiledPolicy policy) throws IOException {
        Map<Address, List<Address>> pairs = pairs(cluster, policy);
        List<Address> servers =
                pairs.values().stream().flatMap(List::stream).distinct().toList();
        Wires wires = Wires.between(List.copyOf(pairs.keySet()), servers);
        return new Variant(name, wires, new Traffic(wires, pairs));
    }

    /** Pods elsewhere, and for each some of the node's that it may reach, from all over the node. */
    private static Map<Address, List<Address>> pairs(NodeCluster cluster, CompiledPolicy policy) {
        Map<Address, List<Address>> pairs = new LinkedHashMap<>();
        for (int client = NodeCluster.LOCAL; client < NodeCluster.ALL && pairs.size() < CLIENTS; client++) {
            List<Address> servers = new ArrayList<>();
            for (int i = 0; i < NodeCluster.LOCAL && servers.size() < SERVERS; i++) {
                int server = (i * 97 + client * 31) % NodeCluster.LOCAL;
                if (allowed(policy, cluster.pod(client), cluster.pod(server))) {
                    servers.add(NodeCluster.ipv4(server));
                }
            }
            if (!servers.isEmpty()) {
                pairs.put(NodeCluster.ipv4(client), servers);
            }
        }
        return pairs;
    }

    private static boolean allowed(CompiledPolicy policy, Pod from, Pod to) {
        return Verdicts.isAllowed(
                policy,
                new Flow(new End.OfPod(from), new End.OfPod(to), IpFamily.IPV4, Protocol.TCP, NodeCluster.TCP, false));
    }

    static CompiledPolicy compiled(NodeCluster cluster) {
        return PolicyCompiler.compile(cluster.snapshot());
    }

    @Override
    public void close() throws IOException {
        traffic.close();
        wires.close();
    }
}
