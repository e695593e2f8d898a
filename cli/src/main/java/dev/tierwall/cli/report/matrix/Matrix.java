package dev.tierwall.cli.report.matrix;

import dev.tierwall.cli.report.naming.PortNames;
import dev.tierwall.core.connectivity.Connectivity;
import dev.tierwall.core.connectivity.Party;
import dev.tierwall.core.connectivity.Wanted;
import dev.tierwall.core.net.ConnectionSet;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Function;

/** What groups of parties may open to each other. */
public final class Matrix {

    /** The group of all addresses outside the cluster; always the last. */
    static final String OUTSIDE = "internet";

    /**
     * What one group may open to another.
     *
     * @param connections all that some member may open to some member of the other
     * @param complete whether every member may open just that to every member
     */
    public record Cell(ConnectionSet connections, boolean complete) {}

    private static final Cell NOTHING = new Cell(ConnectionSet.NONE, true);

    private final List<String> groups = new ArrayList<>();
    private final int[] groupOf;
    private final int[] sizes;
    private final ConnectionSet[][] unions;
    private final boolean[][] uniform;
    private final long[][] pairs;

    private Matrix(List<Party> parties, Function<Party, String> nameOf) {
        TreeSet<String> names = new TreeSet<>();
        boolean outside = false;
        for (Party party : parties) {
            if (party instanceof Party.OfWorkload) {
                names.add(nameOf.apply(party));
            } else {
                outside = true;
            }
        }
        groups.addAll(names);
        if (outside) {
            groups.add(OUTSIDE);
        }
        Map<String, Integer> numbers = new HashMap<>();
        names.forEach(name -> numbers.put(name, numbers.size()));
        groupOf = new int[parties.size()];
        sizes = new int[groups.size()];
        for (int party = 0; party < groupOf.length; party++) {
            boolean workload = parties.get(party) instanceof Party.OfWorkload;
            groupOf[party] = workload ? numbers.getOrDefault(nameOf.apply(parties.get(party)), 0) : groups.size() - 1;
            sizes[groupOf[party]]++;
        }
        unions = new ConnectionSet[groups.size()][groups.size()];
        uniform = new boolean[groups.size()][groups.size()];
        pairs = new long[groups.size()][groups.size()];
    }

    /** The matrix of the wanted rows, its workloads grouped by a name for each. */
    public static Matrix of(Connectivity connectivity, Wanted wanted, Function<Party, String> nameOf) {
        List<Party> parties = connectivity.allParties();
        Matrix matrix = new Matrix(parties, nameOf);
        connectivity.rows(wanted, (source, destination, connections, only) -> {
            if (PortNames.any(connections)) {
                matrix.add(matrix.groupOf[source], matrix.groupOf[destination], connections, only.isEmpty());
            }
        });
        return matrix;
    }

    private void add(int source, int destination, ConnectionSet connections, boolean bothFamilies) {
        ConnectionSet known = unions[source][destination];
        boolean first = pairs[source][destination]++ == 0;
        uniform[source][destination] =
                bothFamilies && (first || (uniform[source][destination] && known.equals(connections)));
        unions[source][destination] = first ? connections : known.union(connections);
    }

    /** The names of the groups, sorted, with what is outside last. */
    public List<String> groups() {
        return groups;
    }

    /** Whether a group is one party, which has no connections to itself here. */
    boolean isSingle(int group) {
        return sizes[group] == 1;
    }

    public Cell cell(int source, int destination) {
        long count = pairs[source][destination];
        if (count == 0) {
            return NOTHING;
        }
        long all = (long) sizes[source] * sizes[destination] - (source == destination ? sizes[source] : 0);
        return new Cell(unions[source][destination], uniform[source][destination] && count == all);
    }
}
