package dev.tierwall.core.nft;

import dev.tierwall.core.model.Direction;
import dev.tierwall.core.net.Address;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;

/** The decided subjects of a node in one family, and their rows, each different row once. */
final class Rows {

    private final NavigableMap<Address, Integer> ingress = new TreeMap<>();
    private final NavigableMap<Address, Integer> egress = new TreeMap<>();
    private final Map<Row, Integer> numbers = new HashMap<>();
    private final List<Row> rows = new ArrayList<>();

    /** Adds the row of a subject, unless everything is open to it in that direction. */
    void add(Direction direction, Address subject, Row row) {
        if (!row.isOpen()) {
            int number = numbers.computeIfAbsent(row, r -> {
                rows.add(r);
                return rows.size() - 1;
            });
            in(direction).put(subject, number);
        }
    }

    private NavigableMap<Address, Integer> in(Direction direction) {
        return direction == Direction.INGRESS ? ingress : egress;
    }

    List<Row> all() {
        return rows;
    }

    boolean isEmpty() {
        return rows.isEmpty();
    }

    /** The decided subjects of a direction, in order. */
    Set<Address> subjects(Direction direction) {
        return in(direction).keySet();
    }

    /** The number of a subject's row, or -1 if the subject is not decided in this direction. */
    int of(Direction direction, Address subject) {
        return in(direction).getOrDefault(subject, -1);
    }
}
