package dev.tierwall.lab.container;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** What a run prints: it goes to the log, and to whoever has joined. */
public final class Outputs {

    private final ContainerLog log = new ContainerLog();
    private final List<Guest> guests = new CopyOnWriteArrayList<>();
    private final CountDownLatch end = new CountDownLatch(1);

    /** One who has joined. */
    private record Guest(Pipe out, Pipe err) {}

    /** Both streams, from the moment of joining. */
    public record Joined(InputStream out, InputStream err, Runnable leave) {}

    /** Reads both streams of a run until they end. */
    public void follow(ContainerRun run) {
        Thread errors = Thread.ofVirtual().start(() -> copy(run.stderr(), true));
        Thread.ofVirtual().start(() -> {
            copy(run.stdout(), false);
            try {
                errors.join();
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
            }
            log.end();
            end.countDown();
            guests.forEach(Outputs::dismiss);
        });
    }

    private void copy(InputStream stream, boolean errors) {
        ContainerLog.Lines lines = log.lines();
        byte[] some = new byte[8192];
        try {
            for (int length = stream.read(some); length >= 0; length = stream.read(some)) {
                lines.take(some, length);
                for (Guest guest : guests) {
                    hand(guest, errors, some, length);
                }
            }
        } catch (IOException gone) {
            // The run was killed.
        } finally {
            lines.flush();
        }
    }

    private void hand(Guest guest, boolean errors, byte[] some, int length) {
        try {
            (errors ? guest.err() : guest.out()).output().write(some, 0, length);
        } catch (IOException left) {
            guests.remove(guest);
        }
    }

    /** Joins. */
    public Joined join() {
        Guest guest = new Guest(new Pipe(), new Pipe());
        guests.add(guest);
        if (end.getCount() == 0) {
            dismiss(guest);
        }
        return new Joined(guest.out().input(), guest.err().input(), () -> {
            guests.remove(guest);
            dismiss(guest);
        });
    }

    private static void dismiss(Guest guest) {
        guest.out().end();
        guest.err().end();
    }

    /** Waits so long for the rest of what a run that has ended printed. */
    public void await(Duration most) throws InterruptedException {
        end.await(most.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** The log. */
    public ContainerLog log() {
        return log;
    }
}
