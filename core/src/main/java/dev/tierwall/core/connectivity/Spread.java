package dev.tierwall.core.connectivity;

import dev.tierwall.core.collect.Bits;
import dev.tierwall.core.net.ConnectionSet;
import dev.tierwall.core.net.IpFamily;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Spreads what one source reaches into rows, one for each destination, with one array for each family in use. */
final class Spread {

    private final Selection selection;
    private final List<Optional<IpFamily>> families = new ArrayList<>();
    private final List<Reaches> reaches = new ArrayList<>();
    private final List<ConnectionSet[]> columns = new ArrayList<>();
    private final Bits inBoth;

    Spread(Parties parties, Map<IpFamily, Reaches> reaches, Selection selection) {
        this.selection = selection;
        this.inBoth = reaches.size() < 2 ? Bits.EMPTY : parties.inBoth();
        reaches.forEach((family, inFamily) -> {
            this.families.add(Optional.of(family));
            this.reaches.add(inFamily);
            ConnectionSet[] column = new ConnectionSet[parties.size()];
            Arrays.fill(column, ConnectionSet.NONE);
            this.columns.add(column);
        });
    }

    /** Visits the rows of one source in the order of its destinations. */
    void rows(int source, Row.Sink out) {
        Bits within = selection.destinationsOf(source);
        Bits filled = Bits.EMPTY;
        for (int i = 0; i < reaches.size(); i++) {
            ConnectionSet[] column = columns.get(i);
            for (Map.Entry<ConnectionSet, Bits> entry :
                    selection.cut(reaches.get(i).of(source), within).entrySet()) {
                ConnectionSet connections = entry.getKey();
                entry.getValue().forEach(to -> column[to] = connections);
                filled = filled.union(entry.getValue());
            }
        }
        if (families.size() == 1) {
            ConnectionSet[] column = columns.getFirst();
            filled.forEach(to -> out.row(source, to, column[to], Optional.empty()));
        } else {
            boolean both = inBoth.contains(source);
            filled.forEach(to -> row(source, to, both && inBoth.contains(to), out));
        }
        for (ConnectionSet[] column : columns) {
            filled.forEach(to -> column[to] = ConnectionSet.NONE);
        }
    }

    private void row(int source, int to, boolean comparable, Row.Sink out) {
        ConnectionSet first = columns.get(0)[to];
        ConnectionSet second = columns.get(1)[to];
        if (!comparable || first.equals(second)) {
            out.row(source, to, first.isEmpty() ? second : first, Optional.empty());
            return;
        }
        if (!first.isEmpty()) {
            out.row(source, to, first, families.get(0));
        }
        if (!second.isEmpty()) {
            out.row(source, to, second, families.get(1));
        }
    }

    /** How many rows one source has at most: those that differ by family count once. */
    long count(int source) {
        Bits within = selection.destinationsOf(source);
        long most = 0;
        for (Reaches inFamily : reaches) {
            long count = 0;
            for (Bits to : selection.cut(inFamily.of(source), within).values()) {
                count += to.size();
            }
            most = Math.max(most, count);
        }
        return most;
    }
}
