package dev.tierwall.linux.netns;

import dev.tierwall.linux.libc.Descriptors;
import dev.tierwall.linux.libc.Threads;
import dev.tierwall.linux.route.Network;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A network namespace, entered by a thread of its own. One that was made here has no name, so that nothing is left of it
 * when the process ends, however it ends; it lasts as long as a thread or process is in it, or a socket that was opened
 * there. Needs CAP_SYS_ADMIN.
 */
public final class NetworkNamespace implements AutoCloseable {

    private static final Path OWN = Path.of("/proc/thread-self/ns/net");

    private final ExecutorService thread;
    private final Entered entered;
    private final AtomicBoolean closed = new AtomicBoolean();

    private record Entered(int threadId, String id, Network network) {}

    /** What brings a thread into a namespace. */
    @FunctionalInterface
    private interface Entry {
        void enter() throws IOException;
    }

    private NetworkNamespace(String label, Entry entry) throws IOException {
        // A virtual thread would leave its carrier in the namespace.
        thread = Executors.newSingleThreadExecutor(
                Thread.ofPlatform().name("netns " + label).daemon().factory());
        try {
            entered = call(thread, () -> {
                entry.enter();
                return new Entered(Threads.id(), Files.readSymbolicLink(OWN).toString(), Network.open());
            });
        } catch (IOException refused) {
            thread.shutdown();
            throw refused;
        }
    }

    /**
     * Makes a namespace, with a loopback interface that is up: a JVM that starts where no link has an IPv6 address believes
     * for ever that there is no IPv6. The label names its thread.
     */
    public static NetworkNamespace create(String label) throws IOException {
        NetworkNamespace made = new NetworkNamespace(label, () -> Threads.unshare(Threads.CLONE_NEWNET));
        try {
            made.network().setUp("lo");
            return made;
        } catch (IOException refused) {
            made.close();
            throw refused;
        }
    }

    /** Enters a namespace that there is, by a file that stands for it, such as {@code /proc/PID/ns/net}. */
    public static NetworkNamespace enter(String label, Path file) throws IOException {
        return new NetworkNamespace(label, () -> {
            int descriptor = Descriptors.open(file.toString(), Descriptors.READ);
            try {
                Threads.enter(descriptor, Threads.CLONE_NEWNET);
            } finally {
                Descriptors.close(descriptor);
            }
        });
    }

    /**
     * Does something in the namespace: sockets that it opens are there and stay there, and so do processes and threads
     * that it starts. Never start a virtual thread there: the thread that carries it, and later others, may be a new one.
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

    /** Makes more threads that are in the namespace, for work that waits. They do not keep the process alive. */
    public ThreadFactory threads(String label) {
        ThreadFactory plain = Thread.ofPlatform().name(label + " ", 0).daemon().factory();
        return work -> plain.newThread(() -> {
            try {
                Threads.enter(entered.network.descriptor(), Threads.CLONE_NEWNET);
            } catch (IOException refused) {
                throw new IllegalStateException("cannot enter a network namespace", refused);
            }
            work.run();
        });
    }

    /** Its links, addresses and routes. */
    public Network network() {
        return entered.network;
    }

    /** What tells it from all others, such as {@code net:[4026532281]}. */
    public String id() {
        return entered.id;
    }

    /** Sets a value under {@code /proc/sys/net}, such as {@code ipv4/ip_forward}. */
    public void setting(String path, String value) throws IOException {
        call(() -> Files.writeString(Path.of("/proc/sys/net", path), value));
    }

    /** The number of the thread that is in the namespace; {@code ip link … netns NUMBER} takes it. */
    public int threadId() {
        return entered.threadId;
    }

    /** Leaves the namespace. */
    @Override
    public void close() {
        if (closed.getAndSet(true)) {
            return;
        }
        thread.shutdownNow();
        thread.close();
        try {
            entered.network.close();
        } catch (IOException bug) {
            throw new IllegalStateException("a descriptor was closed by somebody else", bug);
        }
    }
}
