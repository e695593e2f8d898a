package dev.tierwall.bench.datapath;

import dev.tierwall.core.model.Change;
import dev.tierwall.core.nft.NftDelta;
import dev.tierwall.core.nft.NftProgram;
import dev.tierwall.core.policy.CompiledPolicy;
import dev.tierwall.core.policy.PolicyCompiler;
import dev.tierwall.linux.nft.KernelTable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * How long it takes from a compiled policy to the kernel, and what it takes.
 *
 * @param elements how many elements the program has
 * @param program milliseconds to find the program
 * @param load milliseconds to load it
 * @param kernel kibibytes of kernel memory
 * @param pod milliseconds from one pod more, compiled, to the kernel
 * @param own milliseconds from a pod of a class that is new, compiled, to the kernel, all steps but without the waits
 * @param written elements written for one pod more
 */
record LoadTimes(int elements, double program, double load, long kernel, double pod, double own, int written) {

    static LoadTimes measure(NodeCluster cluster, CompiledPolicy compiled, KernelTable table, int rounds)
            throws IOException {
        List<Double> programs = new ArrayList<>();
        List<Double> loads = new ArrayList<>();
        List<Long> kernel = new ArrayList<>();
        NftProgram program = NftProgram.EMPTY;
        for (int i = 0; i < rounds; i++) {
            table.remove();
            pause(200);
            long before = kernelKibibytes();
            long start = System.nanoTime();
            program = NftProgram.of(compiled, NodeCluster.NODE);
            programs.add(since(start));
            start = System.nanoTime();
            table.load(program);
            loads.add(since(start));
            pause(200);
            kernel.add(kernelKibibytes() - before);
        }
        List<Double> pods = new ArrayList<>();
        int written = 0;
        CompiledPolicy policy = compiled;
        for (int i = 0; i < 40; i++) {
            pause(20);
            policy = PolicyCompiler.recompile(policy, List.of(new Change.Put(cluster.pod(NodeCluster.ALL + i))));
            long start = System.nanoTime();
            NftProgram next = NftProgram.next(program, policy, NodeCluster.NODE);
            NftDelta delta = NftDelta.between(program, next);
            table.apply(delta);
            pods.add(since(start));
            written = delta.size();
            program = next;
        }
        CompiledPolicy fresh = PolicyCompiler.recompile(
                policy, List.of(new Change.Delete(cluster.pod(0).key())));
        long start = System.nanoTime();
        NftProgram.steps(program, fresh, NodeCluster.NODE);
        double own = since(start);
        return new LoadTimes(
                program.size(), median(programs), median(loads), medianLong(kernel), median(pods), own, written);
    }

    private static double since(long start) {
        return (System.nanoTime() - start) / 1e6;
    }

    static double median(List<Double> values) {
        double[] sorted =
                values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
        return sorted.length == 0 ? Double.NaN : sorted[sorted.length / 2];
    }

    private static long medianLong(List<Long> values) {
        long[] sorted = values.stream().mapToLong(Long::longValue).sorted().toArray();
        return sorted[sorted.length / 2];
    }

    static void pause(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** What the kernel uses for itself: slabs, and what was allocated in larger pieces. */
    private static long kernelKibibytes() throws IOException {
        return Files.readAllLines(Path.of("/proc/meminfo")).stream()
                .filter(line -> line.startsWith("SUnreclaim:") || line.startsWith("VmallocUsed:"))
                .mapToLong(
                        line -> Long.parseLong(Arrays.asList(line.split("\\s+")).get(1)))
                .sum();
    }
}
