package dev.tierwall.agent.flow;

import dev.tierwall.agent.node.Generations;
import dev.tierwall.linux.conntrack.ConnectionEvent;
import dev.tierwall.linux.conntrack.ConnectionEvents;
import dev.tierwall.linux.log.DeniedLog;
import dev.tierwall.linux.log.LoggedPacket;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Listens to the kernel, and tells who was denied or allowed by whom. Whatever comes in a flood is counted where it is
 * dropped: by the kernel, by the thread that listens, and where records are put together.
 */
public final class FlowLog implements AutoCloseable {

    private static final int WAITING = 4096;
    private static final long WINDOW_MILLIS = 5000;
    private static final Duration TICK = Duration.ofMillis(500);

    /** Of so many connections one is told where they are sampled. */
    private static final int SAMPLE = 100;

    /** Which allowed connections are told. */
    public enum Allowed {
        OFF,
        SAMPLED,
        ON
    }

    private final FlowResolver resolver;
    private final FlowFeed feed;
    private final Consumer<FlowRecord> counted;
    private final @Nullable DeniedLog denied;
    private final @Nullable ConnectionEvents connections;
    private final Allowed allowed;
    private final List<Thread> threads = new ArrayList<>();
    private volatile long lost;

    private FlowLog(Generations generations, FlowFeed feed, Consumer<FlowRecord> counted, Wanted wanted)
            throws IOException {
        this.resolver = new FlowResolver(generations);
        this.feed = feed;
        this.counted = counted;
        this.allowed = wanted.allowed();
        this.denied = wanted.denied() ? DeniedLog.start(WAITING) : null;
        this.connections = allowed == Allowed.OFF
                ? null
                : ConnectionEvents.start(Set.of(ConnectionEvent.Kind.OPENED, ConnectionEvent.Kind.ENDED), WAITING);
    }

    /**
     * What is to be told.
     *
     * @param denied denied connections
     * @param allowed which allowed ones
     */
    public record Wanted(boolean denied, Allowed allowed) {}

    /**
     * Starts to listen, in the network namespace of the calling thread.
     *
     * @param counted hears of each denied or allowed connection before equal ones are put together
     */
    public static FlowLog start(Generations generations, FlowFeed feed, Consumer<FlowRecord> counted, Wanted wanted)
            throws IOException {
        FlowLog log = new FlowLog(generations, feed, counted, wanted);
        if (log.denied != null) {
            log.threads.add(Thread.ofPlatform().name("flows denied").daemon().start(log::readDenied));
        }
        if (log.connections != null) {
            log.threads.add(Thread.ofPlatform().name("flows allowed").daemon().start(log::readAllowed));
        }
        return log;
    }

    private void readDenied() {
        Aggregation aggregation = new Aggregation(WINDOW_MILLIS);
        DeniedLog log = Objects.requireNonNull(denied);
        try {
            while (true) {
                List<LoggedPacket> packets = log.backlog().take(TICK);
                long now = System.currentTimeMillis();
                for (LoggedPacket packet : packets) {
                    resolver.denied(packet).ifPresent(record -> take(record, aggregation, now));
                }
                aggregation.due(now).forEach(feed::tell);
                lost = aggregation.lost();
            }
        } catch (InterruptedException closed) {
            Thread.currentThread().interrupt();
        }
    }

    private void take(FlowRecord record, Aggregation aggregation, long now) {
        counted.accept(record);
        aggregation.take(record, now).ifPresent(feed::tell);
    }

    private void readAllowed() {
        ConnectionEvents events = Objects.requireNonNull(connections);
        try {
            while (true) {
                List<ConnectionEvent> some = events.backlog().take(TICK);
                long now = System.currentTimeMillis();
                for (ConnectionEvent event : some) {
                    if (isWanted(event)) {
                        resolver.allowed(event, now).ifPresent(record -> {
                            counted.accept(record);
                            feed.tell(record);
                        });
                    }
                }
            }
        } catch (InterruptedException closed) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean isWanted(ConnectionEvent event) {
        return allowed == Allowed.ON
                || (event.kind() == ConnectionEvent.Kind.ENDED
                        && ThreadLocalRandom.current().nextInt(SAMPLE) == 0);
    }

    /** How many records were lost in all. */
    public long lost() {
        return lost
                + (denied == null ? 0 : denied.backlog().lost())
                + (connections == null ? 0 : connections.backlog().lost())
                + feed.missed();
    }

    @Override
    public void close() throws IOException {
        threads.forEach(Thread::interrupt);
        if (denied != null) {
            denied.close();
        }
        if (connections != null) {
            connections.close();
        }
    }
}
