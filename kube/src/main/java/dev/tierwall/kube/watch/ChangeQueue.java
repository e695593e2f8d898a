package dev.tierwall.kube.watch;

import dev.tierwall.core.model.Change;
import dev.tierwall.core.model.Finding;
import dev.tierwall.core.model.ObjectKey;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What happened in the cluster and was not taken yet. Of several changes of one object only the last is kept, so that the
 * queue never holds more than the cluster does, however long nobody takes.
 */
public final class ChangeQueue {

    private final Map<ObjectKey, Change> changes = new LinkedHashMap<>();
    private final Map<ObjectKey, List<Finding>> findings = new HashMap<>();
    private long since;
    private boolean complete;
    private boolean news;

    /**
     * What was taken at once.
     *
     * @param changes changes, each of another object
     * @param findings what is wrong with the changed objects, by object; nothing is wrong with those that are not in it
     * @param complete whether every kind has been listed to its end by now
     * @param since when the first of the changes came, by {@link System#nanoTime}
     */
    public record Batch(List<Change> changes, Map<ObjectKey, List<Finding>> findings, boolean complete, long since) {}

    synchronized void put(Change change, List<Finding> faults) {
        if (changes.isEmpty()) {
            since = System.nanoTime();
        }
        ObjectKey key = change.key();
        changes.put(key, change);
        if (faults.isEmpty()) {
            findings.remove(key);
        } else {
            findings.put(key, faults);
        }
        wake();
    }

    synchronized void complete() {
        complete = true;
        wake();
    }

    /** Lets the one who takes return at once, with whatever there is. */
    public synchronized void wake() {
        news = true;
        notifyAll();
    }

    /** Takes all that there is; waits for the first at most so long, and gives an empty batch if nothing comes. */
    public synchronized Batch take(Duration most) throws InterruptedException {
        long end = System.nanoTime() + most.toNanos();
        while (!news) {
            long left = (end - System.nanoTime()) / 1_000_000;
            if (left <= 0) {
                break;
            }
            wait(left);
        }
        news = false;
        Batch batch = new Batch(new ArrayList<>(changes.values()), new HashMap<>(findings), complete, since);
        changes.clear();
        findings.clear();
        return batch;
    }
}
