package dev.tierwall.lab.store;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** Everything that happens to some objects from a moment on, in order, for one who takes it at his own pace. */
public final class Watch implements AutoCloseable {

    /** Who is this far behind is told to begin anew. */
    private static final int PATIENCE = 200_000;

    private final BlockingQueue<StoreEvent> events = new LinkedBlockingQueue<>(PATIENCE);
    private final Predicate<StoreKey> concerns;
    private final Consumer<Watch> leave;
    private volatile boolean lost;

    Watch(Predicate<StoreKey> concerns, Consumer<Watch> leave) {
        this.concerns = concerns;
        this.leave = leave;
    }

    void offer(StoreEvent event) {
        if (concerns.test(event.key()) && !events.offer(event)) {
            lost = true;
        }
    }

    /** The next event, if there is one within a time. */
    public Optional<StoreEvent> next(Duration patience) throws InterruptedException {
        return Optional.ofNullable(events.poll(patience.toMillis(), TimeUnit.MILLISECONDS));
    }

    /** Whether events were left out, because nobody took them. */
    public boolean isLost() {
        return lost;
    }

    @Override
    public void close() {
        leave.accept(this);
    }
}
