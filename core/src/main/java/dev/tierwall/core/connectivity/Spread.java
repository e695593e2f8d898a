package dev.tierwall.core.connectivity;

import dev.tierwall.core.collect.Bits;
import dev.tierwall.core.net.ConnectionSet;
import dev.tierwall.core.net.IpFamily;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Spreads what one source reaches into rows, one for each destination, with one array for each family in use. */
final class Spread {

    private final Parties parties;
    private final List<IpFamily> families = new ArrayList<>();
    private final List<Reaches> reaches = new ArrayList<>();
    private final List<@Nullable ConnectionSet[]> columns = new ArrayList<>();

    Spread(Parties parties, Map<IpFamily, Reaches> reaches) {
        this.parties = parties;
        reaches.forEach((family, inFamily) -> {
            this.families.add(family);
            this.reaches.add(inFamily);
            this.columns.add(new @Nullable ConnectionSet[parties.size()]);
        });
    }

    void rows(int source, boolean[] wanted, Consumer<Row> out) {
        for (int i = 0; i < families.size(); i++) {
            @Nullable ConnectionSet[] column = columns.get(i);
            Arrays.fill(column, null);
            for (Map.Entry<ConnectionSet, Bits> entry :
                    reaches.get(i).of(source).to().entrySet()) {
                entry.getValue().forEach(to -> column[to] = entry.getKey());
            }
        }
        for (int to = 0; to < wanted.length; to++) {
            if (wanted[to] && to != source) {
                row(source, to, out);
            }
        }
    }

    private void row(int source, int to, Consumer<Row> out) {
        ConnectionSet first = at(0, to);
        if (families.size() == 1) {
            emit(source, to, first, Optional.empty(), out);
            return;
        }
        ConnectionSet second = at(1, to);
        boolean bothCan = inBoth(source) && inBoth(to);
        if (!bothCan || first.equals(second)) {
            emit(source, to, first.isEmpty() ? second : first, Optional.empty(), out);
            return;
        }
        emit(source, to, first, Optional.of(families.get(0)), out);
        emit(source, to, second, Optional.of(families.get(1)), out);
    }

    private boolean inBoth(int party) {
        return parties.in(families.get(0)).contains(party)
                && parties.in(families.get(1)).contains(party);
    }

    private ConnectionSet at(int family, int to) {
        ConnectionSet connections = columns.get(family)[to];
        return connections == null ? ConnectionSet.NONE : connections;
    }

    private void emit(int source, int to, ConnectionSet connections, Optional<IpFamily> only, Consumer<Row> out) {
        if (!connections.isEmpty()) {
            out.accept(new Row(parties.get(source), parties.get(to), connections, only));
        }
    }
}
