package dev.tierwall.core.relation;

import dev.tierwall.core.collect.Bits;
import dev.tierwall.core.net.ConnectionSet;
import dev.tierwall.core.policy.Block;
import dev.tierwall.core.policy.PeerSet;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The different columns of the relation: for each kind of peer, what every row allows with it. Peers with one column
 * are one peer class of the kernel. Most of a column is what its rows allow with most peers, so only the rest is kept.
 */
public final class Columns {

    /**
     * What a row allows with the peers of a column, where it is not what it allows with most.
     *
     * @param row the number of the row
     * @param value what it allows
     */
    private record Special(int row, ConnectionSet value) {}

    private final Cells cells;
    private final List<ConnectionSet> usual = new ArrayList<>();
    private final Map<List<Special>, Integer> numbers = new HashMap<>();
    private final List<List<Special>> columns = new ArrayList<>();
    private final List<List<Integer>> byRow = new ArrayList<>();
    private final List<List<Special>> specials;
    private final int[] byCell;
    private final Map<Bits, Integer> byClasses = new HashMap<>();

    Columns(List<Row> rows, Cells cells, PeerSet universe) {
        this.cells = cells;
        Set<List<Block>> seen = new HashSet<>();
        for (Row row : rows) {
            row.sides().stream().filter(seen::add).forEach(cells::refine);
        }
        specials = new ArrayList<>();
        for (int cell = 0; cell < cells.count(); cell++) {
            specials.add(new ArrayList<>());
        }
        Cells.Representatives representatives = cells.representatives(universe);
        for (int row = 0; row < rows.size(); row++) {
            byRow.add(new ArrayList<>());
            split(row, rows.get(row), representatives);
        }
        byCell = new int[cells.count()];
        Arrays.fill(byCell, -1);
    }

    private void split(int number, Row row, Cells.Representatives some) {
        ConnectionSet most = row.usual();
        usual.add(most);
        if (row.sides().size() == 1) {
            for (Block block : row.sides().iterator().next()) {
                if (!block.allowed().equals(most)) {
                    Special special = new Special(number, block.allowed());
                    some.cellsAmong(block.peers(), cell -> specials.get(cell).add(special));
                }
            }
            return;
        }
        some.forEach((peers, cell) -> {
            ConnectionSet value = row.with(peers);
            if (!value.equals(most)) {
                specials.get(cell).add(new Special(number, value));
            }
        });
    }

    public int count() {
        return columns.size();
    }

    /** What a row allows with the peers of a column. */
    public ConnectionSet value(int column, int row) {
        List<Special> others = columns.get(column);
        int low = 0;
        int high = others.size() - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            int there = others.get(middle).row;
            if (there == row) {
                return others.get(middle).value;
            }
            low = there < row ? middle + 1 : low;
            high = there < row ? high : middle - 1;
        }
        return usual.get(row);
    }

    /** What a row allows with the peers of all columns but those that are {@linkplain #special special} to it. */
    public ConnectionSet usual(int row) {
        return usual.get(row);
    }

    /** The columns with whose peers a row does not allow what is usual for it. */
    public List<Integer> special(int row) {
        return byRow.get(row);
    }

    /** The column of an atom. */
    int ofAtom(int atom) {
        return ofCell(cells.ofAtom(atom));
    }

    private int ofCell(int cell) {
        if (byCell[cell] < 0) {
            byCell[cell] = number(List.copyOf(specials.get(cell)));
        }
        return byCell[cell];
    }

    /** The column of an address that the members of these classes have: what is allowed with all of them. */
    int ofClasses(Bits classes) {
        Integer known = byClasses.get(classes);
        if (known == null) {
            known = findOfClasses(classes);
            byClasses.put(classes, known);
        }
        return known;
    }

    /** The column of an address that the members of these classes have; empty if it was never asked for. */
    public Optional<Integer> known(Bits classes) {
        return Optional.ofNullable(byClasses.get(classes));
    }

    private int findOfClasses(Bits classes) {
        int first = ofClass(classes.next(0));
        if (classes.size() == 1) {
            return first;
        }
        List<Special> found = new ArrayList<>();
        for (int row = 0; row < usual.size(); row++) {
            ConnectionSet[] value = {ConnectionSet.ALL};
            int each = row;
            classes.forEach(id -> value[0] = value[0].intersect(value(ofClass(id), each)));
            if (!value[0].equals(usual.get(row))) {
                found.add(new Special(row, value[0]));
            }
        }
        return number(List.copyOf(found));
    }

    private int ofClass(int id) {
        return ofCell(cells.ofClass(id));
    }

    private int number(List<Special> column) {
        Integer known = numbers.get(column);
        if (known != null) {
            return known;
        }
        int number = columns.size();
        numbers.put(column, number);
        columns.add(column);
        column.forEach(special -> byRow.get(special.row).add(number));
        return number;
    }
}
