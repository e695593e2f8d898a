package dev.tierwall.agent.report;

import dev.tierwall.agent.flow.FlowRecord;
import dev.tierwall.agent.node.NodeEvents;
import dev.tierwall.core.model.Direction;
import dev.tierwall.core.model.Finding;
import dev.tierwall.core.model.ObjectKey;
import dev.tierwall.core.nft.NftProgram;
import dev.tierwall.kube.watch.WatchListener;
import dev.tierwall.linux.conntrack.Connection;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.slf4j.Logger;

/** Remembers what happened, for status; counts it; and writes it to the log, equal lines not more often than is of use. */
public final class Journal implements NodeEvents {

    private static final int ERRORS = 10;
    private static final int LATENCIES = 512;
    private static final long REPEAT_NANOS = 30_000_000_000L;

    private final Logger log;
    private final Metrics metrics;
    private final Deque<Note> errors = new ArrayDeque<>();
    private final Map<ObjectKey, List<String>> invalid = new TreeMap<>();
    private final Map<String, String> kinds = new TreeMap<>();
    private final Map<String, Long> logged = new TreeMap<>();
    private final long[] latencies = new long[LATENCIES];
    private int latencyCount;
    private long programs;
    private long repairs;
    private long cut;
    private long denied;
    private int size;
    private Note lastRepair = new Note(Instant.EPOCH, "");
    private boolean ready;

    /** Something that happened. */
    record Note(Instant time, String text) {}

    /** All of it, at one moment. */
    record State(
            boolean ready,
            long programs,
            int elements,
            long repairs,
            Note lastRepair,
            long cut,
            long denied,
            List<Note> errors,
            Map<ObjectKey, List<String>> invalid,
            Map<String, String> kinds,
            List<Long> latencies) {}

    public Journal(Logger log, Metrics metrics) {
        this.log = log;
        this.metrics = metrics;
    }

    synchronized State state() {
        List<Long> sorted = Arrays.stream(latencies, 0, Math.min(latencyCount, LATENCIES))
                .sorted()
                .boxed()
                .toList();
        return new State(
                ready,
                programs,
                size,
                repairs,
                lastRepair,
                cut,
                denied,
                List.copyOf(errors),
                new TreeMap<>(invalid),
                new TreeMap<>(kinds),
                sorted);
    }

    /** Whether the first program is in the kernel. */
    public synchronized boolean isReady() {
        return ready;
    }

    @Override
    public synchronized void programmed(NftProgram program, boolean closes, long nanos) {
        size = program.size();
        programs++;
        metrics.programmed(closes, nanos / 1e9, size, program.generation());
        if (!ready) {
            ready = true;
            log.info("the first program is in the kernel: {} elements", size);
        } else {
            log.debug("program {}: {} elements, after {} µs", program.generation(), size, nanos / 1000);
        }
        if (nanos > 0) {
            latencies[latencyCount++ % LATENCIES] = nanos;
        }
    }

    @Override
    public synchronized void repaired(String by, List<String> differences) {
        repairs++;
        metrics.repaired();
        lastRepair = new Note(Instant.now(), by + ": " + String.join("; ", differences));
        log.warn("the table was changed by {} and is mended: {}", by, String.join("; ", differences));
    }

    @Override
    public synchronized void failed(String what, String reason) {
        metrics.failed(what);
        error(what + ": " + reason);
    }

    @Override
    public synchronized void cut(List<Connection> connections, boolean isDenied) {
        cut += connections.size();
        metrics.cut(connections.size(), isDenied);
        log.info(
                "cut {} connections {}",
                connections.size(),
                isDenied ? "that are denied now" : "of addresses that are free now");
    }

    @Override
    public synchronized void found(List<ObjectKey> changed, Map<ObjectKey, List<Finding>> findings) {
        boolean news = false;
        for (ObjectKey key : changed) {
            List<String> faults = findings.getOrDefault(key, List.of()).stream()
                    .filter(finding -> finding.severity() == Finding.Severity.ERROR)
                    .map(finding -> finding.problem() + (finding.remedy().isEmpty() ? "" : "; " + finding.remedy()))
                    .toList();
            List<String> before = faults.isEmpty() ? invalid.remove(key) : invalid.put(key, faults);
            if (!faults.isEmpty() && !faults.equals(before)) {
                log.error(
                        "{} {} is not understood, so what it selects is closed: {}",
                        key.kind(),
                        key.qualifiedName(),
                        String.join("; ", faults));
            }
            news |= !faults.isEmpty() || before != null;
        }
        if (news) {
            metrics.invalid((int) invalid.keySet().stream()
                    .filter(key -> key.kind().endsWith("Policy"))
                    .count());
        }
    }

    /** Hears how watching the cluster goes. */
    public WatchListener watching() {
        return new Watching();
    }

    private final class Watching implements WatchListener {
        @Override
        public void failed(String plural, String reason) {
            synchronized (Journal.this) {
                kinds.put(plural, reason);
                metrics.failed("watch");
                error("watching " + plural + ": " + reason);
            }
        }

        @Override
        public void following(String plural) {
            synchronized (Journal.this) {
                String before = kinds.put(plural, "");
                if (before != null && !before.isEmpty()) {
                    log.info("following {} again", plural);
                }
            }
        }

        @Override
        public void absent(String plural) {
            synchronized (Journal.this) {
                kinds.put(plural, "not installed");
            }
        }
    }

    /** Counts a flow. */
    public void flow(FlowRecord record) {
        boolean in = record.direction() == Direction.INGRESS;
        String namespace = (in ? record.destination() : record.source())
                .pod()
                .map(ObjectKey::namespace)
                .orElse("");
        if (record.kind() == FlowRecord.Kind.DENIED) {
            metrics.denied(namespace, record.direction().label());
            synchronized (this) {
                denied++;
            }
        } else {
            metrics.allowed(namespace, record.direction().label());
        }
    }

    private void error(String text) {
        errors.addFirst(new Note(Instant.now(), text));
        if (errors.size() > ERRORS) {
            errors.removeLast();
        }
        long now = System.nanoTime();
        Long before = logged.get(text);
        if (before == null || now - before > REPEAT_NANOS) {
            if (logged.size() > 100) {
                logged.clear();
            }
            logged.put(text, now);
            log.warn("{}", text);
        }
    }
}
