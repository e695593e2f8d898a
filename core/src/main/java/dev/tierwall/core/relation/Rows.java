package dev.tierwall.core.relation;

import dev.tierwall.core.collect.Bits;
import dev.tierwall.core.collect.PersistentMap;
import dev.tierwall.core.model.Direction;
import dev.tierwall.core.net.Address;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;

/** The decided subjects of a node in one family, and their rows, each different row once. */
public final class Rows {

    /** Not decided: everything is open. */
    public static final int OPEN = -1;

    private PersistentMap<Address, Integer> ingress = PersistentMap.empty();
    private PersistentMap<Address, Integer> egress = PersistentMap.empty();
    private final Map<Row, Integer> numbers;
    private final List<Row> rows;

    /** The rows of the classes that are here, by direction and classes. */
    private final Map<Direction, Map<Bits, Row>> byClasses;

    Rows() {
        numbers = new HashMap<>();
        rows = new ArrayList<>();
        byClasses = Map.of(Direction.INGRESS, new HashMap<>(), Direction.EGRESS, new HashMap<>());
    }

    private Rows(Rows from) {
        ingress = from.ingress;
        egress = from.egress;
        numbers = from.numbers;
        rows = from.rows;
        byClasses = from.byClasses;
    }

    private Map<Bits, Row> known(Direction direction) {
        return byClasses.getOrDefault(direction, Map.of());
    }

    /** The row of local pods of these classes. */
    Row known(Direction direction, Bits classes, Supplier<Row> find) {
        return known(direction).computeIfAbsent(classes, c -> find.get());
    }

    /** The number of the row of local pods of these classes, {@link #OPEN} where it is open; empty if none is here. */
    public Optional<Integer> numberOf(Direction direction, Bits classes) {
        return Optional.ofNullable(known(direction).get(classes))
                .map(row -> row.isOpen() ? OPEN : numbers.getOrDefault(row, OPEN));
    }

    /** Adds the row of a subject, unless everything is open to it in that direction. */
    void add(Direction direction, Address subject, Row row) {
        if (!row.isOpen()) {
            int number = numbers.computeIfAbsent(row, r -> {
                rows.add(r);
                return rows.size() - 1;
            });
            put(direction, in(direction).with(subject, number));
        }
    }

    private void put(Direction direction, PersistentMap<Address, Integer> subjects) {
        if (direction == Direction.INGRESS) {
            ingress = subjects;
        } else {
            egress = subjects;
        }
    }

    /** Whether another subject has the same row. */
    public boolean isShared(Direction direction, Address subject) {
        int row = of(direction, subject);
        int count = 0;
        for (Direction each : Direction.values()) {
            for (int other : in(each).values()) {
                count += other == row ? 1 : 0;
            }
        }
        return count > 1;
    }

    /** These rows with one subject more. */
    public Rows with(Direction direction, Address subject, int number) {
        Rows rest = new Rows(this);
        rest.put(direction, in(direction).with(subject, number));
        return rest;
    }

    /** These rows without a subject. */
    public Rows without(Direction direction, Address subject) {
        Rows rest = new Rows(this);
        rest.put(direction, in(direction).without(subject));
        return rest;
    }

    private PersistentMap<Address, Integer> in(Direction direction) {
        return direction == Direction.INGRESS ? ingress : egress;
    }

    List<Row> all() {
        return rows;
    }

    public boolean isEmpty() {
        return ingress.isEmpty() && egress.isEmpty();
    }

    /** The decided subjects of a direction, in order. */
    public Set<Address> subjects(Direction direction) {
        Set<Address> subjects = new TreeSet<>();
        in(direction).forEach(entry -> subjects.add(entry.key()));
        return subjects;
    }

    /** The number of a subject's row, or {@link #OPEN} if the subject is not decided in this direction. */
    public int of(Direction direction, Address subject) {
        return in(direction).getOrDefault(subject, OPEN);
    }
}
