package dev.tierwall.bench.datapath;

import dev.tierwall.core.model.Change;
import dev.tierwall.core.nft.NftDelta;
import dev.tierwall.core.nft.NftProgram;
import dev.tierwall.core.policy.CompiledPolicy;
import dev.tierwall.core.policy.PolicyCompiler;
import dev.tierwall.linux.nft.KernelTable;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
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
 * @param processor milliseconds of processor time for both
 * @param kernel kibibytes of kernel memory
 * @param pod what one pod more costs, from the compiled policy to the kernel
 * @param fresh milliseconds of processor time to find all steps to a policy without the node's first pod
 */
record LoadTimes(int elements, double program, double load, double processor, long kernel, Pod pod, double fresh) {

    /**
     * What one pod more costs.
     *
     * @param wall milliseconds
     * @param found milliseconds of processor time to find the next program and the delta
     * @param applied milliseconds of processor time to write it
     * @param written how many elements are written
     */
    record Pod(double wall, double found, double applied, int written) {}

    static LoadTimes measure(NodeCluster cluster, CompiledPolicy compiled, KernelTable table, int rounds)
            throws IOException {
        List<Double> programs = new ArrayList<>();
        List<Double> loads = new ArrayList<>();
        List<Double> processor = new ArrayList<>();
        List<Long> kernel = new ArrayList<>();
        ThreadMXBean clock = ManagementFactory.getThreadMXBean();
        NftProgram program = NftProgram.EMPTY;
        for (int i = 0; i < rounds; i++) {
            table.remove();
            pause(200);
            long before = kernelKibibytes();
            long used = clock.getCurrentThreadCpuTime();
            long start = System.nanoTime();
            program = NftProgram.of(compiled, NodeCluster.NODE);
            programs.add(since(start));
            start = System.nanoTime();
            table.load(program);
            loads.add(since(start));
            processor.add((clock.getCurrentThreadCpuTime() - used) / 1e6);
            pause(200);
            kernel.add(kernelKibibytes() - before);
        }
        return new LoadTimes(
                program.size(),
                median(programs),
                median(loads),
                median(processor),
                medianLong(kernel),
                podMore(cluster, compiled, table, program),
                podLess(cluster, compiled, program));
    }

    private static Pod podMore(NodeCluster cluster, CompiledPolicy compiled, KernelTable table, NftProgram loaded)
            throws IOException {
        ThreadMXBean clock = ManagementFactory.getThreadMXBean();
        NftProgram program = loaded;
        List<Double> pods = new ArrayList<>();
        List<Double> found = new ArrayList<>();
        List<Double> applied = new ArrayList<>();
        int written = 0;
        CompiledPolicy policy = compiled;
        for (int i = 0; i < 200; i++) {
            pause(20);
            policy = PolicyCompiler.recompile(policy, List.of(new Change.Put(cluster.pod(NodeCluster.ALL + i))));
            long used = clock.getCurrentThreadCpuTime();
            long start = System.nanoTime();
            NftProgram next = NftProgram.next(program, policy, NodeCluster.NODE);
            NftDelta delta = NftDelta.between(program, next);
            long between = clock.getCurrentThreadCpuTime();
            table.apply(delta);
            pods.add(since(start));
            applied.add((clock.getCurrentThreadCpuTime() - between) / 1e6);
            found.add((between - used) / 1e6);
            written = delta.size();
            program = next;
        }
        return new Pod(median(pods), median(found), median(applied), written);
    }

    private static double podLess(NodeCluster cluster, CompiledPolicy compiled, NftProgram program) {
        ThreadMXBean clock = ManagementFactory.getThreadMXBean();
        CompiledPolicy without = PolicyCompiler.recompile(
                compiled, List.of(new Change.Delete(cluster.pod(0).key())));
        long used = clock.getCurrentThreadCpuTime();
        NftProgram.steps(program, without, NodeCluster.NODE);
        return (clock.getCurrentThreadCpuTime() - used) / 1e6;
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
