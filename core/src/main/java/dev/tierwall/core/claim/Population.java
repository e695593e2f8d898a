package dev.tierwall.core.claim;

import dev.tierwall.core.model.ObjectKey;
import dev.tierwall.core.model.Pod;
import dev.tierwall.core.net.AddressSet;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;

/**
 * Whom a {@link Crowd} means in one cluster.
 *
 * @param pods pods that run, and templates of pods to come
 * @param addresses addresses; those that a pod has do not count
 */
record Population(Map<ObjectKey, Pod> pods, AddressSet addresses) {

    static final Population NOBODY = new Population(Map.of(), AddressSet.EMPTY);

    Population {
        pods = Collections.unmodifiableMap(pods);
    }

    boolean isEmpty() {
        return pods.isEmpty() && addresses.isEmpty();
    }

    Population union(Population other) {
        if (isEmpty() || other.isEmpty()) {
            return isEmpty() ? other : this;
        }
        Map<ObjectKey, Pod> both = new HashMap<>(pods);
        both.putAll(other.pods);
        return new Population(both, addresses.union(other.addresses));
    }

    Population minus(Population other) {
        if (isEmpty() || other.isEmpty()) {
            return this;
        }
        Map<ObjectKey, Pod> left = new HashMap<>(pods);
        left.keySet().removeAll(other.pods.keySet());
        return new Population(left, addresses.minus(other.addresses));
    }
}
