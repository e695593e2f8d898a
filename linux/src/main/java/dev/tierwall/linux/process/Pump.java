package dev.tierwall.linux.process;

import dev.tierwall.linux.libc.Descriptors;
import java.io.IOException;

/**
 * A thread that waits for a descriptor, so that nobody else need: a virtual thread that waited in the C library would
 * keep a processor from all others. It owns the descriptor, and closes it at its end.
 */
final class Pump {

    /** What the thread does while it is not told to stop. */
    @FunctionalInterface
    interface Work {
        void run(Pump pump) throws IOException, InterruptedException;
    }

    private final int descriptor;
    private final int stop;
    private boolean closed;

    private Pump(int descriptor, int stop) {
        this.descriptor = descriptor;
        this.stop = stop;
    }

    /** Starts a thread of that name. */
    static Pump start(String name, int descriptor, Work work) throws IOException {
        Descriptors.withoutWaiting(descriptor);
        Pump pump = new Pump(descriptor, Descriptors.event());
        Thread.ofPlatform().name(name).daemon().start(() -> pump.run(work));
        return pump;
    }

    int descriptor() {
        return descriptor;
    }

    /** Waits until the descriptor is ready; false if the thread is to stop. */
    boolean await(int readiness) throws IOException {
        return Descriptors.await(descriptor, readiness, stop);
    }

    @SuppressWarnings("Interruption") // nobody interrupts a thread that nobody knows
    private void run(Work work) {
        try {
            work.run(this);
        } catch (IOException | InterruptedException broken) {
            // Whoever is at the other end of the stream has gone; that is how streams end.
        } finally {
            close();
        }
    }

    private synchronized void close() {
        closed = true;
        try {
            Descriptors.close(descriptor);
            Descriptors.close(stop);
        } catch (IOException bug) {
            throw new IllegalStateException("a descriptor was closed by somebody else", bug);
        }
    }

    /** Tells the thread to stop. */
    synchronized void stop() {
        if (!closed) {
            try {
                Descriptors.happen(stop);
            } catch (IOException bug) {
                throw new IllegalStateException("an event cannot happen", bug);
            }
        }
    }
}
