package dev.tierwall.kube.manifest;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/**
 * Runs pieces of work on as many threads as there are processors, and gives their results in the order in which they were
 * submitted. One piece alone is run by its owner: most readings are small, and threads cost more than they save then.
 */
final class Crew {

    private static final int MOST_THREADS = 8;

    private final int threads = Math.clamp(Runtime.getRuntime().availableProcessors(), 1, MOST_THREADS);

    /** Pieces hold what they read; no more of them wait than keep the threads busy. */
    private final Semaphore room = new Semaphore(threads * 2 + 2);

    private final List<Future<Part>> parts = new ArrayList<>();
    private @Nullable Callable<Part> first;
    private @Nullable ExecutorService executor;

    /** Adds a piece of work; waits while too many are not done yet. */
    void submit(Callable<Part> piece) {
        if (parts.isEmpty() && first == null) {
            first = piece;
            return;
        }
        if (executor == null) {
            executor = Executors.newFixedThreadPool(
                    threads, Thread.ofPlatform().name("reader-", 1).daemon().factory());
        }
        if (first != null) {
            start(executor, first);
            first = null;
        }
        start(executor, piece);
    }

    private void start(ExecutorService executor, Callable<Part> piece) {
        room.acquireUninterruptibly();
        parts.add(executor.submit(() -> {
            try {
                return piece.call();
            } finally {
                room.release();
            }
        }));
    }

    /** The results of all pieces, in order. */
    List<Part> parts() {
        List<Part> results = new ArrayList<>();
        try {
            if (first != null) {
                results.add(first.call());
            }
            for (Future<Part> part : parts) {
                results.add(part.get());
            }
        } catch (ExecutionException failure) {
            if (failure.getCause() instanceof Error error) {
                throw error;
            }
            throw new IllegalStateException("reading failed", failure.getCause());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("reading was interrupted", interrupted);
        } catch (Exception failure) {
            throw new IllegalStateException("reading failed", failure);
        }
        return results;
    }

    /** Sends the threads home, whatever they are doing. */
    void dismiss() {
        if (executor != null) {
            executor.shutdownNow();
        }
    }
}
