package dev.tierwall.linux.netlink;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What was heard and not yet looked at. Only so much is kept: what comes when it is full is dropped and counted, so that a
 * flood neither fills the memory nor keeps the one who hears.
 *
 * @param <T> what is heard
 */
public final class Backlog<T> {

    private final BlockingQueue<T> waiting;
    private final AtomicLong lost = new AtomicLong();

    /** A backlog of at most so many. */
    public Backlog(int most) {
        waiting = new ArrayBlockingQueue<>(most);
    }

    /** Keeps one more, or drops it. Never waits. */
    public void offer(T one) {
        if (!waiting.offer(one)) {
            lost.incrementAndGet();
        }
    }

    /** Counts what was lost before it got here. */
    public void lose(long count) {
        lost.addAndGet(count);
    }

    /** Whether one more would be dropped. */
    public boolean isFull() {
        return waiting.remainingCapacity() == 0;
    }

    /** Takes all that wait; waits for the first at most so long, and gives nothing if none comes. */
    public List<T> take(Duration most) throws InterruptedException {
        List<T> taken = new ArrayList<>();
        T first = waiting.poll(most.toNanos(), TimeUnit.NANOSECONDS);
        if (first != null) {
            taken.add(first);
            waiting.drainTo(taken);
        }
        return taken;
    }

    /** How many were lost since the beginning. */
    public long lost() {
        return lost.get();
    }
}
