package dev.tierwall.agent.node;

import dev.tierwall.core.net.Address;
import dev.tierwall.linux.conntrack.Connection;
import dev.tierwall.linux.conntrack.ConnectionCutter;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Cuts connections that are denied now, and all of addresses that went, on a thread of its own: the rules are in the kernel
 * already, and the next change need not wait. What gathers meanwhile is looked at together.
 */
final class Cutter implements AutoCloseable {

    private static final long PAUSE_AFTER_FAILURE = 1000;
    private static final long TIDY = 60_000;

    private final ConnectionCutter cutter;
    private final Generations generations;
    private final NodeEvents events;
    private final Thread thread;
    private Set<Address> changed = new HashSet<>();
    private Set<Address> gone = new HashSet<>();
    private boolean closed;

    private Cutter(ConnectionCutter cutter, Generations generations, NodeEvents events) {
        this.cutter = cutter;
        this.generations = generations;
        this.events = events;
        this.thread = Thread.ofPlatform().name("cutter").daemon().unstarted(this::run);
    }

    static Cutter start(Generations generations, NodeEvents events) throws IOException {
        Cutter cutter = new Cutter(ConnectionCutter.open(), generations, events);
        cutter.thread.start();
        return cutter;
    }

    /** Has the connections of some addresses judged anew, and all of others cut. */
    synchronized void look(Set<Address> changedEnds, Set<Address> goneEnds) {
        changed.addAll(changedEnds);
        gone.addAll(goneEnds);
        notifyAll();
    }

    private void run() {
        try {
            while (true) {
                Work work = await();
                if (work.closed) {
                    return;
                }
                try {
                    cut(work);
                } catch (IOException refused) {
                    events.failed("cutting connections", String.valueOf(refused.getMessage()));
                    look(work.changed, work.gone);
                    Thread.sleep(PAUSE_AFTER_FAILURE);
                }
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    private record Work(Set<Address> changed, Set<Address> gone, boolean closed) {}

    private synchronized Work await() throws InterruptedException {
        long end = System.nanoTime() / 1_000_000 + TIDY;
        long left = TIDY;
        while (changed.isEmpty() && gone.isEmpty() && !closed && left > 0) {
            wait(left);
            left = end - System.nanoTime() / 1_000_000;
        }
        Work work = new Work(changed, gone, closed);
        changed = new HashSet<>();
        gone = new HashSet<>();
        return work;
    }

    private void cut(Work work) throws IOException {
        if (work.changed.isEmpty() && work.gone.isEmpty()) {
            cutter.tidy();
            return;
        }
        if (!work.gone.isEmpty()) {
            report(cutter.cutAll(work.gone), false);
        }
        Knowledge now = generations.latest().orElse(null);
        if (now != null && !work.changed.isEmpty()) {
            report(
                    cutter.cut(
                            work.changed,
                            one -> now.isDenied(one.client(), one.server(), one.protocol(), one.serverPort())),
                    true);
        }
    }

    private void report(List<Connection> cut, boolean denied) {
        if (!cut.isEmpty()) {
            events.cut(cut, denied);
        }
    }

    @Override
    public void close() throws IOException {
        synchronized (this) {
            closed = true;
            notifyAll();
        }
        try {
            thread.join(2000);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
        cutter.close();
    }
}
