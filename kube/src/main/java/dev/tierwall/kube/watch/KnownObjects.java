package dev.tierwall.kube.watch;

import dev.tierwall.core.model.ObjectKey;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Which objects of a kind there are, and in which version, so that an event that comes late or twice is told from news.
 * Versions are compared only within one history of the server: a new listing is believed, whatever it says.
 */
final class KnownObjects {

    private static final int REMEMBERED_DEAD = 2000;

    private Map<ObjectKey, Long> living = new HashMap<>();
    private final Map<ObjectKey, Long> dead = new LinkedHashMap<>();
    private Map<ObjectKey, Long> listed = new HashMap<>();

    void beginListing() {
        listed = new HashMap<>();
    }

    void list(Seen seen) {
        listed.put(seen.object().key(), seen.version());
    }

    /** Ends a listing; gives those that were there before and are not any more. */
    List<ObjectKey> endListing() {
        Set<ObjectKey> gone = new HashSet<>(living.keySet());
        gone.removeAll(listed.keySet());
        living = listed;
        listed = new HashMap<>();
        dead.clear();
        return new ArrayList<>(gone);
    }

    /** Notes an object that came or changed; false if that is old news. */
    boolean put(Seen seen) {
        ObjectKey key = seen.object().key();
        if (seen.version() >= 0 && (seen.version() < version(living, key) || seen.version() <= version(dead, key))) {
            return false;
        }
        dead.remove(key);
        living.put(key, seen.version());
        return true;
    }

    /** Notes an object that went; false if that is old news. */
    boolean remove(Seen seen) {
        ObjectKey key = seen.object().key();
        if (seen.version() >= 0 && seen.version() < version(living, key)) {
            return false;
        }
        dead.put(key, seen.version());
        if (dead.size() > REMEMBERED_DEAD) {
            dead.remove(dead.keySet().iterator().next());
        }
        return living.remove(key) != null;
    }

    private static long version(Map<ObjectKey, Long> versions, ObjectKey key) {
        return versions.getOrDefault(key, -1L);
    }
}
