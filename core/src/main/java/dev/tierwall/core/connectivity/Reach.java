package dev.tierwall.core.connectivity;

import dev.tierwall.core.collect.Bits;
import dev.tierwall.core.collect.Ints;
import dev.tierwall.core.net.ConnectionSet;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What one party may open to whom: numbers of parties by what they may be sent. */
final class Reach {

    /**
     * Destinations that may be sent the same.
     *
     * @param connections what they may be sent; never empty
     * @param destinations numbers of parties, none of them in another entry; never empty
     */
    record Entry(ConnectionSet connections, Bits destinations) {}

    static final Reach NOWHERE = new Reach(List.of());

    /** By the lowest destination, so that equal answers are equal lists. */
    private final List<Entry> entries;

    private final int hash;

    private Reach(List<Entry> entries) {
        this.entries = entries;
        this.hash = entries.hashCode();
    }

    /** Collects destinations; where one is added twice, what may be opened to it adds up. Used again and again. */
    static final class Draft {

        private final ConnectionSet[] to;
        private Ints touched = new Ints();

        Draft(int parties) {
            this.to = new ConnectionSet[parties];
            Arrays.fill(to, ConnectionSet.NONE);
        }

        void add(Bits destinations, ConnectionSet connections) {
            destinations.forEach(party -> {
                ConnectionSet known = to[party];
                if (known.isEmpty()) {
                    touched.add(party);
                    to[party] = connections;
                } else {
                    to[party] = known.union(connections);
                }
            });
        }

        /** What was collected since the last time. */
        Reach finish() {
            Map<ConnectionSet, Ints> found = new LinkedHashMap<>();
            Bits all = touched.toBits();
            ConnectionSet last = ConnectionSet.NONE;
            Ints same = touched;
            for (int party = all.next(0); party >= 0; party = all.next(party + 1)) {
                if (to[party] != last) {
                    last = to[party];
                    same = found.computeIfAbsent(last, connections -> new Ints());
                }
                same.add(party);
                to[party] = ConnectionSet.NONE;
            }
            touched = new Ints();
            List<Entry> entries = new ArrayList<>(found.size());
            found.forEach((connections, destinations) -> entries.add(new Entry(connections, destinations.toBits())));
            return entries.isEmpty() ? NOWHERE : new Reach(List.copyOf(entries));
        }
    }

    /** The destinations of each set of connections, in the order of the lowest destinations. */
    List<Entry> entries() {
        return entries;
    }

    /** All that may be opened to one party. */
    ConnectionSet to(int party) {
        for (Entry entry : entries) {
            if (entry.destinations().contains(party)) {
                return entry.connections();
            }
        }
        return ConnectionSet.NONE;
    }

    @Override
    public boolean equals(Object other) {
        return this == other || (other instanceof Reach reach && hash == reach.hash && entries.equals(reach.entries));
    }

    @Override
    public int hashCode() {
        return hash;
    }

    @Override
    public String toString() {
        return entries.toString();
    }
}
