package dev.tierwall.lab.image;

import java.io.IOException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** What a command has opened: it is closed with it. */
public final class Open implements AutoCloseable {

    /** Something that can be closed. */
    @FunctionalInterface
    public interface Thing {
        void close() throws IOException;
    }

    private final Set<Thing> things = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

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
        things.forEach(this::close);
    }
}
