package dev.tierwall.bench.datapath;

import dev.tierwall.core.policy.CompiledPolicy;
import dev.tierwall.core.policy.PolicyCompiler;
import dev.tierwall.linux.netns.NetworkNamespace;
import dev.tierwall.linux.nft.KernelTable;
import java.io.IOException;

/** Measures. */
public final class DataPath {
    private DataPath() {}

    public static void main(String[] arguments) throws IOException {
        for (int policies :
                arguments.length > 0 ? new int[] {Integer.parseInt(arguments[0])} : new int[] {100, 1000, 10000}) {
            for (boolean own :
                    arguments.length > 1 ? new boolean[] {arguments[1].equals("own")} : new boolean[] {false, true}) {
                NodeCluster cluster = new NodeCluster(policies, own);
                CompiledPolicy compiled = PolicyCompiler.compile(cluster.snapshot());
                try (NetworkNamespace here = NetworkNamespace.create("load");
                        KernelTable table = here.call(KernelTable::open)) {
                    System.out.println(cluster + ": " + LoadTimes.measure(cluster, compiled, table, 3));
                }
            }
        }
    }
}
