package dev.tierwall.agent.flow;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Tells the first of records that are alike at once, and the others as one with their count when some time has passed. Only
 * so many kinds are kept apart. For one thread.
 */
final class Aggregation {

    private static final int KINDS = 4096;

    private final long windowMillis;
    private final Map<Object, Seen> seen = new HashMap<>();
    private long lost;

    private static final class Seen {
        private final long until;
        private FlowRecord last;
        private long more;

        Seen(FlowRecord first, long until) {
            this.last = first;
            this.until = until;
        }
    }

    Aggregation(long windowMillis) {
        this.windowMillis = windowMillis;
    }

    /** The record, if it is the first of its kind. */
    Optional<FlowRecord> take(FlowRecord record, long now) {
        Object likeness = record.likeness();
        Seen known = seen.get(likeness);
        if (known != null) {
            known.more++;
            known.last = record;
            return Optional.empty();
        }
        if (seen.size() >= KINDS) {
            lost++;
            return Optional.empty();
        }
        seen.put(likeness, new Seen(record, now + windowMillis));
        return Optional.of(record);
    }

    /** Those that repeated, once their time has passed. */
    List<FlowRecord> due(long now) {
        List<FlowRecord> due = new ArrayList<>();
        for (Iterator<Seen> all = seen.values().iterator(); all.hasNext(); ) {
            Seen one = all.next();
            if (now >= one.until) {
                all.remove();
                if (one.more > 0) {
                    due.add(one.last.counted(one.more, one.last.millis()));
                }
            }
        }
        return due;
    }

    /** How many records were not told because there were too many kinds. */
    long lost() {
        return lost;
    }
}
