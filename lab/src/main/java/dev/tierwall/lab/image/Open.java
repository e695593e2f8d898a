package dev.tierwall.lab.image;

import java.io.IOException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** What a command has opened: it is closed with it. */
public final class Open implements AutoCloseable {

    /** Something that can be closed. */
    @FunctionalInterface
    public interface Thing {
        void close() throws IOException;
    }

    private final Set<Thing> things = ConcurrentHashMap.newKeySet();
    private final CountDownLatch settled = new CountDownLatch(1);
    private volatile boolean closed;

    /** Says that a server listens on all that it will. */
    void settle() {
        settled.countDown();
    }

    /** Waits a moment for a server to be there. */
    public void awaitSettled(Duration most) {
        try {
            settled.await(most.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Closes something at the end. */
    <T extends AutoCloseable> T keep(T opened) {
        keep((Thing) () -> {
            try {
                opened.close();
            } catch (IOException failure) {
                throw failure;
            } catch (Exception bug) {
                throw new IllegalStateException(bug);
            }
        });
        return opened;
    }

    /** Does something at the end. */
    void keep(Thing thing) {
        things.add(thing);
        if (closed) {
            close();
        }
    }

    /** Handles something beside the command itself, and closes it. */
    void handle(AutoCloseable thing, Work work) {
        Thing closing = () -> {
            try {
                thing.close();
            } catch (Exception gone) {
                // It is closed, whatever it says about that.
            }
        };
        keep(closing);
        Thread.ofVirtual().start(() -> {
            try {
                work.run();
            } catch (IOException gone) {
                // The other side has gone.
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
            } finally {
                close(closing);
            }
        });
    }

    /** What is done with an open thing. */
    @FunctionalInterface
    interface Work {
        void run() throws IOException, InterruptedException;
    }

    private void close(Thing thing) {
        if (things.remove(thing)) {
            try {
                thing.close();
            } catch (IOException gone) {
                // It is closed, whatever it says about that.
            }
        }
    }

    @Override
    public void close() {
        closed = true;
        settle();
        things.forEach(this::close);
    }
}
