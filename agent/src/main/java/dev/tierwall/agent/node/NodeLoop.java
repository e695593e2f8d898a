package dev.tierwall.agent.node;

import dev.tierwall.core.model.Change;
import dev.tierwall.core.model.Snapshot;
import dev.tierwall.core.net.Address;
import dev.tierwall.core.nft.NftSkeleton;
import dev.tierwall.kube.watch.ChangeQueue;
import dev.tierwall.linux.nft.KernelTable;
import dev.tierwall.linux.nft.RuleSetChange;
import dev.tierwall.linux.nft.RuleSetMonitor;
import java.io.IOException;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The one thread that owns what is known and what the kernel holds: takes whatever has changed, compiles it, writes the
 * difference, and has connections judged anew. Until every kind was listed once it touches nothing, and when the cluster
 * does not answer it leaves what is there.
 */
public final class NodeLoop implements AutoCloseable {

    private static final String TABLE = "inet " + NftSkeleton.TABLE;
    private static final Duration TICK = Duration.ofSeconds(5);
    private static final long UNTIL_VERIFIED = 60_000_000_000L;
    private static final Duration UNTIL_TRIED_AGAIN = Duration.ofMillis(500);

    private final ChangeQueue queue;
    private final NodeEvents events;
    private final Generations generations;
    private final Facts facts;
    private final Enforcement enforcement;
    private final Cutter cutter;
    private final Thread thread;
    private final RuleSetMonitor monitor;
    private volatile boolean closed;
    private volatile String suspect = "";
    private volatile Snapshot known = Snapshot.EMPTY;
    private boolean started;
    private boolean behind;
    private int count;
    private long verified = System.nanoTime();

    private NodeLoop(String node, ChangeQueue queue, Generations generations, NodeEvents events) throws IOException {
        this.queue = queue;
        this.events = events;
        this.generations = generations;
        this.facts = new Facts(node);
        this.enforcement = new Enforcement(node, KernelTable.open(), generations);
        this.cutter = Cutter.start(generations, events);
        this.monitor = RuleSetMonitor.start(this::changed);
        this.thread = Thread.ofPlatform().name("node").daemon().unstarted(this::run);
    }

    /** Starts to keep the node, in the network namespace of the calling thread. */
    public static NodeLoop start(String node, ChangeQueue queue, Generations generations, NodeEvents events)
            throws IOException {
        NodeLoop loop = new NodeLoop(node, queue, generations, events);
        loop.thread.start();
        return loop;
    }

    /** What is known of the cluster. */
    public Snapshot snapshot() {
        return known;
    }

    private void changed(RuleSetChange change) {
        if (!change.isOwn() && change.mayConcern(TABLE)) {
            suspect = change.program().isEmpty() ? "somebody" : change.program();
            queue.wake();
        }
    }

    private void run() {
        try {
            while (!closed) {
                ChangeQueue.Batch batch = queue.take(behind ? UNTIL_TRIED_AGAIN : TICK);
                boolean news = facts.take(batch.changes());
                if (!batch.changes().isEmpty()) {
                    events.found(batch.changes().stream().map(Change::key).toList(), batch.findings());
                }
                known = facts.snapshot();
                if (!started) {
                    start(batch);
                } else if (news || behind) {
                    advance(batch.changes().isEmpty() ? 0 : batch.since());
                }
                check();
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    private void start(ChangeQueue.Batch batch) {
        if (!batch.complete()) {
            return;
        }
        behind = true;
        try {
            enforcement.start(facts.knowledge());
            started = true;
            behind = false;
            events.programmed(enforcement.loaded(), true, 0);
            facts.takeLeft();
            cutter.look(facts.local(), Set.of());
        } catch (IOException refused) {
            events.failed("loading the first program", String.valueOf(refused.getMessage()));
        }
    }

    private void advance(long since) {
        Knowledge knowledge = facts.knowledge();
        try {
            Enforcement.Outcome outcome = enforcement.advance(knowledge);
            behind = false;
            Set<Address> left = facts.takeLeft();
            if (outcome.changed()) {
                events.programmed(enforcement.loaded(), outcome.closes(), since == 0 ? 0 : System.nanoTime() - since);
            } else {
                generations.add(enforcement.loaded().generation(), knowledge);
            }
            Set<Address> ends = new HashSet<>(outcome.everywhere() ? facts.local() : outcome.ends());
            if (!ends.isEmpty() || !left.isEmpty()) {
                cutter.look(ends, left);
            }
        } catch (IOException refused) {
            behind = true;
            events.failed("loading a program", String.valueOf(refused.getMessage()));
        }
    }

    /** Mends the table when somebody has touched it; now and then looks also without a word from the kernel. */
    private void check() {
        if (!started) {
            return;
        }
        String by = suspect;
        suspect = "";
        try {
            boolean isDue = System.nanoTime() - verified > UNTIL_VERIFIED && enforcement.count() != count;
            if (by.isEmpty() && !isDue) {
                return;
            }
            List<String> differences = enforcement.repair();
            verified = System.nanoTime();
            count = enforcement.count();
            if (!differences.isEmpty()) {
                events.repaired(by.isEmpty() ? "somebody" : by, differences);
            }
        } catch (IOException refused) {
            suspect = "somebody";
            behind = true;
            events.failed("checking the table", String.valueOf(refused.getMessage()));
        }
    }

    /** Stops; what is in the kernel stays there. */
    @Override
    public void close() throws IOException {
        closed = true;
        queue.wake();
        try {
            thread.join(5000);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
        monitor.close();
        cutter.close();
        enforcement.close();
    }
}
