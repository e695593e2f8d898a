package dev.tierwall.linux.netns;

import dev.tierwall.linux.libc.Threads;
import java.io.IOException;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * A network namespace of its own, which lasts as long as the thread that is in it, or a socket that was opened there.
 * It has no name, so that nothing is left of it when the process ends, however it ends. Needs CAP_SYS_ADMIN.
 */
public final class NetworkNamespace implements AutoCloseable {

    private final ExecutorService thread;
    private final int threadId;

    private NetworkNamespace(ExecutorService thread, int threadId) {
        this.thread = thread;
        this.threadId = threadId;
    }

    /** Makes a namespace, with a loopback interface that is down. The label names its thread. */
    public static NetworkNamespace create(String label) throws IOException {
        // A virtual thread would leave its carrier in the namespace.
        ExecutorService thread = Executors.newSingleThreadExecutor(
                Thread.ofPlatform().name("netns " + label).daemon().factory());
        try {
            int id = call(thread, () -> {
                Threads.unshare(Threads.CLONE_NEWNET);
                return Threads.id();
            });
            return new NetworkNamespace(thread, id);
        } catch (IOException refused) {
            thread.shutdown();
            throw refused;
        }
    }

    /**
     * Does something in the namespace: sockets that it opens are there and stay there, and so do processes that it
     * starts.
     */
    public <T> T call(Callable<T> work) throws IOException {
        return call(thread, work);
    }

    private static <T> T call(ExecutorService thread, Callable<T> work) throws IOException {
        Future<T> result = thread.submit(work);
        try {
            return result.get();
        } catch (ExecutionException failure) {
            switch (failure.getCause()) {
                case IOException broken -> throw broken;
                case RuntimeException bug -> throw bug;
                case Error bug -> throw bug;
                case null, default -> throw new IllegalStateException(failure);
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted in a network namespace", interrupted);
        }
    }

    /** The number of the thread that is in the namespace; {@code ip link … netns NUMBER} takes it. */
    public int threadId() {
        return threadId;
    }

    /** Leaves the namespace. */
    @Override
    public void close() {
        thread.shutdownNow();
        thread.close();
    }
}
