package dev.tierwall.linux.process;

import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** Bytes on their way from one thread to another, of which only so many wait. */
final class Chunks {

    private static final int MOST = 8;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Queue<byte[]> waiting = new ArrayDeque<>();
    private boolean ended;
    private boolean abandoned;

    /** Hands bytes on when there is room; false if nobody will take them. */
    boolean put(byte[] bytes) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (waiting.size() >= MOST && !abandoned) {
                changed.await();
            }
            if (!abandoned) {
                waiting.add(bytes);
                changed.signalAll();
            }
            return !abandoned;
        } finally {
            lock.unlock();
        }
    }

    /** Takes the next bytes; nothing at the end. */
    Optional<byte[]> take() throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (waiting.isEmpty() && !ended && !abandoned) {
                changed.await();
            }
            Optional<byte[]> next = abandoned ? Optional.empty() : Optional.ofNullable(waiting.poll());
            changed.signalAll();
            return next;
        } finally {
            lock.unlock();
        }
    }

    /** Nothing will follow. */
    void end() {
        set(() -> ended = true);
    }

    /** Nobody will take anything any more. */
    void abandon() {
        set(() -> abandoned = true);
    }

    private void set(Runnable change) {
        lock.lock();
        try {
            change.run();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
