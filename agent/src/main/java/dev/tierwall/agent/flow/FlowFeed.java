package dev.tierwall.agent.flow;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The latest records, and those who want to hear of new ones. Who does not listen fast enough misses some, which are
 * counted: nobody can make the agent wait or grow. Safe for use by many threads.
 */
public final class FlowFeed {

    private static final int KEPT = 1000;
    private static final int WAITING = 2000;

    private final Deque<FlowRecord> latest = new ArrayDeque<>();
    private final Set<Listener> listeners = ConcurrentHashMap.newKeySet();
    private final AtomicLong missed = new AtomicLong();

    /** Somebody who hears of new records until it is closed. */
    public final class Listener implements AutoCloseable {
        private final BlockingQueue<FlowRecord> waiting = new ArrayBlockingQueue<>(WAITING);

        private Listener() {}

        /** Those that came since; waits for the first at most so long. */
        public List<FlowRecord> take(Duration most) throws InterruptedException {
            List<FlowRecord> taken = new ArrayList<>();
            FlowRecord first = waiting.poll(most.toMillis(), TimeUnit.MILLISECONDS);
            if (first != null) {
                taken.add(first);
                waiting.drainTo(taken);
            }
            return taken;
        }

        @Override
        public void close() {
            listeners.remove(this);
        }
    }

    void tell(FlowRecord record) {
        synchronized (latest) {
            latest.addLast(record);
            if (latest.size() > KEPT) {
                latest.removeFirst();
            }
            for (Listener listener : listeners) {
                if (!listener.waiting.offer(record)) {
                    missed.incrementAndGet();
                }
            }
        }
    }

    /** A new listener, and all that it has missed so far and that is still known. */
    public Listener listen(List<FlowRecord> before) {
        synchronized (latest) {
            before.addAll(latest);
            Listener listener = new Listener();
            listeners.add(listener);
            return listener;
        }
    }

    /** How many records listeners have missed. */
    public long missed() {
        return missed.get();
    }
}
