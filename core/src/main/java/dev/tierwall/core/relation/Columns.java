package dev.tierwall.core.relation;

import dev.tierwall.core.collect.Bits;
import dev.tierwall.core.net.ConnectionSet;
import dev.tierwall.core.policy.Block;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The different columns of the relation: for each kind of peer, what every row allows with it. Peers with one column
 * are one peer class of the kernel.
 */
public final class Columns {

    private final List<Row> rows;
    private final Cells cells;
    private final Map<List<ConnectionSet>, Integer> numbers = new HashMap<>();
    private final List<List<ConnectionSet>> columns = new ArrayList<>();
    private final Map<Integer, Integer> byCell = new HashMap<>();
    private final Map<Bits, Integer> byClasses = new HashMap<>();

    Columns(List<Row> rows, Cells cells) {
        this.rows = rows;
        this.cells = cells;
        Set<List<Block>> seen = new HashSet<>();
        for (Row row : rows) {
            row.sides().stream().filter(seen::add).forEach(cells::refine);
        }
    }

    public int count() {
        return columns.size();
    }

    /** What a row allows with the peers of a column. */
    public ConnectionSet value(int column, int row) {
        return columns.get(column).get(row);
    }

    /** The column of an atom. */
    int ofAtom(int atom) {
        return byCell.computeIfAbsent(
                cells.ofAtom(atom),
                cell -> number(rows.stream().map(row -> row.withAtom(atom)).toList()));
    }

    /** The column of an address that the members of these classes have: what is allowed with all of them. */
    int ofClasses(Bits classes) {
        return byClasses.computeIfAbsent(classes, this::findOfClasses);
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
        List<ConnectionSet> column = new ArrayList<>(columns.get(first));
        classes.forEach(id -> {
            List<ConnectionSet> other = columns.get(ofClass(id));
            for (int row = 0; row < column.size(); row++) {
                column.set(row, column.get(row).intersect(other.get(row)));
            }
        });
        return number(List.copyOf(column));
    }

    private int ofClass(int id) {
        return byCell.computeIfAbsent(
                cells.ofClass(id),
                cell -> number(rows.stream().map(row -> row.withClass(id)).toList()));
    }

    private int number(List<ConnectionSet> column) {
        return numbers.computeIfAbsent(column, c -> {
            columns.add(c);
            return columns.size() - 1;
        });
    }
}
