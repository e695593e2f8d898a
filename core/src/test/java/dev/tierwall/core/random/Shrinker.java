package dev.tierwall.core.random;

import dev.tierwall.core.model.ClusterObject;
import dev.tierwall.core.model.Snapshot;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** Makes a snapshot that fails smaller, one greedy step after another, for as long as it still fails. */
public final class Shrinker {

    private Shrinker() {}

    /** A snapshot that fails like this one, of which no single part can be left out. */
    public static Snapshot shrink(Snapshot failing, Predicate<Snapshot> stillFails) {
        List<ClusterObject> objects = new ArrayList<>(ClusterText.objects(failing));
        boolean progress = true;
        while (progress) {
            progress = false;
            for (int i = objects.size() - 1; i >= 0; i--) {
                progress |= shrinkAt(objects, i, stillFails);
            }
        }
        return Snapshot.of(objects);
    }

    /** Leaves out the object at this place, or else makes it as small as it can be made. */
    private static boolean shrinkAt(List<ClusterObject> objects, int place, Predicate<Snapshot> stillFails) {
        ClusterObject whole = objects.remove(place);
        if (stillFails.test(Snapshot.of(objects))) {
            return true;
        }
        objects.add(place, whole);
        boolean progress = false;
        boolean smaller = true;
        while (smaller) {
            smaller = false;
            ClusterObject before = objects.get(place);
            for (ClusterObject candidate : Smaller.than(before)) {
                objects.set(place, candidate);
                if (stillFails.test(Snapshot.of(objects))) {
                    smaller = true;
                    progress = true;
                    break;
                }
                objects.set(place, before);
            }
        }
        return progress;
    }
}
