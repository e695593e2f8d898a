package dev.tierwall.core.random;

import dev.tierwall.core.model.Change;
import dev.tierwall.core.model.ClusterObject;
import dev.tierwall.core.model.Snapshot;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * A cluster and what happens to it, in batches.
 *
 * @param start the cluster at first
 * @param batches the changes that come together
 */
public record Replay(Snapshot start, List<List<Change>> batches) {

    public Replay {
        batches = batches.stream().<List<Change>>map(List::copyOf).toList();
    }

    /** The changes all at once. */
    public static Replay squashed(Snapshot start, List<Change> changes) {
        return new Replay(start, List.of(changes));
    }

    /** The changes in batches of up to three. */
    public static Replay split(Snapshot start, List<Change> changes, Dice dice) {
        List<List<Change>> batches = new ArrayList<>();
        for (int i = 0; i < changes.size(); ) {
            int end = Math.min(changes.size(), i + 1 + dice.below(3));
            batches.add(changes.subList(i, end));
            i = end;
        }
        return new Replay(start, batches);
    }

    /** Everything taken away, in some order. */
    public static Replay tearDown(Snapshot start, Dice dice) {
        List<Change> changes = new ArrayList<>();
        for (ClusterObject object : ClusterText.objects(start)) {
            changes.add(dice.below(changes.size() + 1), new Change.Delete(object.key()));
        }
        return split(start, changes, dice);
    }

    /** The cluster at last. */
    public Snapshot end() {
        Snapshot snapshot = start;
        for (List<Change> batch : batches) {
            snapshot = snapshot.with(batch);
        }
        return snapshot;
    }

    /** The smallest replay that fails like this one: batches, changes and objects left out one by one. */
    public Replay shrunk(Predicate<Replay> fails) {
        Replay small = this;
        boolean progress = true;
        while (progress) {
            progress = false;
            for (Replay candidate : small.shorter()) {
                if (fails.test(candidate)) {
                    small = candidate;
                    progress = true;
                    break;
                }
            }
        }
        List<List<Change>> left = small.batches;
        return new Replay(Shrinker.shrink(small.start, some -> fails.test(new Replay(some, left))), left);
    }

    private List<Replay> shorter() {
        List<Replay> out = new ArrayList<>();
        for (int i = 0; i < batches.size(); i++) {
            List<List<Change>> without = new ArrayList<>(batches);
            List<Change> batch = without.remove(i);
            out.add(new Replay(start, without));
            for (int j = 0; batch.size() > 1 && j < batch.size(); j++) {
                List<Change> rest = new ArrayList<>(batch);
                rest.remove(j);
                List<List<Change>> all = new ArrayList<>(batches);
                all.set(i, rest);
                out.add(new Replay(start, all));
            }
        }
        return out;
    }

    /** The manifests at first, then each batch. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(ClusterText.of(start));
        for (List<Change> batch : batches) {
            text.append("=== then\n");
            for (Change change : batch) {
                text.append(
                        switch (change) {
                            case Change.Delete(var key) -> "delete " + key + "\n";
                            case Change.Put(var object) -> "put\n" + ClusterText.of(object);
                        });
            }
        }
        return text.toString();
    }
}
