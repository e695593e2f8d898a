package dev.tierwall.bench.datapath;

import dev.tierwall.core.policy.CompiledPolicy;
import dev.tierwall.linux.netns.NetworkNamespace;
import dev.tierwall.linux.nft.KernelTable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Measures what the program in the kernel costs packets, and what loading and changing it costs; prints tables. */
public final class DataPath {

    private static final int LOADS = 5;
    private static final int ROUNDS = Integer.getInteger("rounds", 9);
    private static final long MILLIS = Long.getLong("millis", 120);

    private DataPath() {}

    /** Numbers of policies, if not all. */
    public static void main(String[] arguments) throws IOException {
        List<Integer> sizes = new ArrayList<>();
        for (String argument : arguments) {
            sizes.add(Integer.parseInt(argument));
        }
        List<NodeCluster> clusters = new ArrayList<>();
        for (int policies : sizes.isEmpty() ? List.of(100, 1_000, 10_000) : sizes) {
            clusters.add(new NodeCluster(policies, false));
            clusters.add(new NodeCluster(policies, true));
        }
        load(clusters);
        if (ROUNDS > 0) {
            packets(clusters);
        }
    }

    private static void load(List<NodeCluster> clusters) throws IOException {
        System.out.println(
                "| 250 local pods, 10,000 in all | elements | program | load | together, of processor"
                        + " | kernel memory | one pod more | of processor: found + written | elements | a pod of another class less |");
        System.out.println("|---|---|---|---|---|---|---|---|---|---|");
        for (NodeCluster cluster : clusters) {
            CompiledPolicy compiled = Variant.compiled(cluster);
            try (NetworkNamespace here = NetworkNamespace.create("load");
                    KernelTable table = here.call(KernelTable::open)) {
                LoadTimes times = LoadTimes.measure(cluster, compiled, table, LOADS);
                System.out.printf(
                        "| %s | %,d | %.0f ms | %.0f ms | %.0f ms | %.0f MiB | %.2f ms | %.2f + %.2f ms | %d | %.0f ms |%n",
                        cluster,
                        times.elements(),
                        times.program(),
                        times.load(),
                        times.processor(),
                        times.kernel() / 1024.0,
                        times.pod().wall(),
                        times.pod().found(),
                        times.pod().applied(),
                        times.pod().written(),
                        times.fresh());
            }
        }
        System.out.println();
    }

    private static void packets(List<NodeCluster> clusters) throws IOException {
        List<Variant> variants = new ArrayList<>();
        for (NodeCluster cluster : clusters) {
            CompiledPolicy compiled = Variant.compiled(cluster);
            if (variants.isEmpty()) {
                variants.add(Variant.statesOnly(cluster, compiled));
            }
            variants.add(Variant.tierwall(cluster, compiled));
            if (cluster.ownClasses() && cluster.policies() <= 1_000) {
                variants.add(Variant.chains(cluster, compiled));
            }
        }
        List<double[][]> rounds = new ArrayList<>();
        for (int round = -1; round < ROUNDS; round++) {
            double[][] rates = new double[variants.size()][3];
            for (int i = 0; i < rates.length; i++) {
                Traffic traffic = variants.get(i).traffic();
                rates[i][0] = traffic.connections(MILLIS);
                rates[i][1] = traffic.datagrams(MILLIS);
                rates[i][2] = traffic.throughput(MILLIS);
            }
            if (round >= 0) { // the first one warms up
                rounds.add(rates);
            }
        }
        print(variants, rounds);
        for (Variant variant : variants) {
            variant.close();
        }
    }

    private static void print(List<Variant> variants, List<double[][]> rounds) {
        System.out.println("| rules | connect and close, a second | to states only | first datagrams, a second"
                + " | to states only | one connection, MB a second | to states only |");
        System.out.println("|---|---|---|---|---|---|---|");
        for (int i = 0; i < variants.size(); i++) {
            StringBuilder row = new StringBuilder("| ").append(variants.get(i).name());
            for (int kind = 0; kind < 3; kind++) {
                List<Double> rates = new ArrayList<>();
                List<Double> ratios = new ArrayList<>();
                for (double[][] round : rounds) {
                    rates.add(round[i][kind] / (kind == 2 ? 1e6 : 1));
                    ratios.add(round[i][kind] / round[0][kind]);
                }
                row.append(String.format(" | %,.0f | %.2f", LoadTimes.median(rates), LoadTimes.median(ratios)));
            }
            System.out.println(row + " |");
        }
    }
}
