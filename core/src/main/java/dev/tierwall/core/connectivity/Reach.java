package dev.tierwall.core.connectivity;

import dev.tierwall.core.collect.Bits;
import dev.tierwall.core.net.ConnectionSet;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What one party may open to whom: numbers of parties by what they may be sent. The sets are disjoint.
 *
 * @param to the destinations of each set of connections
 */
record Reach(Map<ConnectionSet, Bits> to) {

    static final Reach NOWHERE = new Reach(Map.of());

    /** Collects destinations; where one is added twice, what may be opened to it adds up. */
    static final class Draft {

        private final Map<ConnectionSet, Bits> to = new LinkedHashMap<>();

        void add(Bits destinations, ConnectionSet connections) {
            Bits left = destinations;
            Map<ConnectionSet, Bits> moved = new LinkedHashMap<>();
            for (Map.Entry<ConnectionSet, Bits> entry : to.entrySet()) {
                Bits again = entry.getValue().intersect(left);
                if (!again.isEmpty() && !entry.getKey().containsAll(connections)) {
                    entry.setValue(entry.getValue().minus(again));
                    moved.merge(entry.getKey().union(connections), again, Bits::union);
                }
                left = left.minus(again);
            }
            moved.forEach((both, again) -> to.merge(both, again, Bits::union));
            if (!left.isEmpty()) {
                to.merge(connections, left, Bits::union);
            }
        }

        Reach finish() {
            to.values().removeIf(Bits::isEmpty);
            return to.isEmpty() ? NOWHERE : new Reach(Map.copyOf(to));
        }
    }

    /** How many destinations there are. */
    int size() {
        int size = 0;
        for (Bits destinations : to.values()) {
            size += destinations.size();
        }
        return size;
    }

    /** All that may be opened to one party. */
    ConnectionSet to(int party) {
        for (Map.Entry<ConnectionSet, Bits> entry : to.entrySet()) {
            if (entry.getValue().contains(party)) {
                return entry.getKey();
            }
        }
        return ConnectionSet.NONE;
    }
}
