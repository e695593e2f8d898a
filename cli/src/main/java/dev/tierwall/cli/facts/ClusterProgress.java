package dev.tierwall.cli.facts;

import dev.tierwall.cli.frame.Shell;
import dev.tierwall.kube.watch.Progress;
import java.io.PrintWriter;
import java.util.Map;
import java.util.TreeMap;

/** Shows on a terminal how much of a cluster has been read, once that takes a while; wiped out at the end. */
final class ClusterProgress implements Progress, AutoCloseable {
    private static final long PATIENCE = 700_000_000;
    private static final long PACE = 100_000_000;
    private static final String WIPE = "\r\u001b[K";

    private final PrintWriter err;
    private final boolean shown;
    private final Map<String, Integer> counts = new TreeMap<>();
    private long next = System.nanoTime() + PATIENCE;
    private boolean dirty;

    ClusterProgress(Shell shell) {
        this.err = shell.err();
        this.shown = shell.terminals().err() && !shell.variable("TERM").equals("dumb");
    }

    @Override
    public synchronized void read(String plural, int count) {
        counts.put(plural, count);
        if (shown && System.nanoTime() - next > 0) {
            next = System.nanoTime() + PACE;
            int all = counts.values().stream().mapToInt(Integer::intValue).sum();
            err.print(WIPE + "reading the cluster: " + all + " objects, " + counts.getOrDefault("pods", 0) + " pods");
            err.flush();
            dirty = true;
        }
    }

    @Override
    public synchronized void close() {
        if (dirty) {
            err.print(WIPE);
            err.flush();
        }
    }
}
