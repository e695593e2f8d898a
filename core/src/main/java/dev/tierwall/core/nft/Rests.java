package dev.tierwall.core.nft;

import dev.tierwall.core.model.Direction;
import dev.tierwall.core.net.Address;
import dev.tierwall.core.net.ConnectionSet;
import dev.tierwall.core.relation.FamilyRelation;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * Chooses what holds for the rest of each subject's peers, so that few cells must be written. A packet may find no cell
 * and then, a moment later, the rest of the next program: so the rest changes only if that is right for all who relied on
 * it. Otherwise every cell is written first, and the rest changes a step later.
 */
final class Rests {

    /**
     * The rest of one subject.
     *
     * @param rest what holds where no cell is written
     * @param everyCell whether to write all cells for now, also those that hold the same
     */
    record Choice(ConnectionSet rest, boolean everyCell) {}

    private final FamilyView before;
    private final FamilyRelation after;
    private final Moves moves;
    private final Set<Integer> used;
    private final Map<Integer, Map<ConnectionSet, Integer>> counts = new HashMap<>();

    Rests(FamilyView before, FamilyRelation after, Moves moves) {
        this.before = before;
        this.after = after;
        this.moves = moves;
        this.used = after.columnsInUse();
    }

    Choice choose(Direction direction, Address subject) {
        Map<ConnectionSet, Integer> values = counts.computeIfAbsent(after.rows().of(direction, subject), this::count);
        ConnectionSet best = mostFrequent(values);
        if (!before.isSubject(direction, subject)) {
            return new Choice(best, false);
        }
        ConnectionSet old = before.rest(direction, subject);
        boolean goodEnough = values.getOrDefault(old, 0) * 2 >= values.getOrDefault(best, 0);
        if (old.equals(best) || goodEnough) {
            return new Choice(old, false);
        }
        return mayChange(direction, subject, best) ? new Choice(best, false) : new Choice(old, true);
    }

    /** What holds for the rest of the peers of a subject that is new. */
    static ConnectionSet first(FamilyRelation relation, Direction direction, Address subject) {
        return mostFrequent(count(relation, relation.rows().of(direction, subject), relation.columnsInUse()));
    }

    private Map<ConnectionSet, Integer> count(int row) {
        return count(after, row, used);
    }

    private static Map<ConnectionSet, Integer> count(FamilyRelation relation, int row, Set<Integer> used) {
        Map<ConnectionSet, Integer> values = new HashMap<>();
        int special = 0;
        for (int column : relation.columns().special(row)) {
            if (used.contains(column)) {
                special++;
                values.merge(relation.columns().value(column, row), 1, Integer::sum);
            }
        }
        if (used.size() > special) {
            values.merge(relation.columns().usual(row), used.size() - special, Integer::sum);
        }
        return values;
    }

    /** Of several the first by its text, so that it does not matter how columns are numbered. */
    private static ConnectionSet mostFrequent(Map<ConnectionSet, Integer> values) {
        int most = Collections.max(values.values());
        return values.entrySet().stream()
                .filter(value -> value.getValue() == most)
                .map(Map.Entry::getKey)
                .min(Comparator.comparing(ConnectionSet::toString))
                .orElseThrow();
    }

    private boolean mayChange(Direction direction, Address subject, ConnectionSet rest) {
        for (int number : moves.numbers()) {
            if (before.isRest(direction, subject, number)) {
                for (int column : moves.columns(number)) {
                    if (!after.value(direction, subject, column).equals(rest)) {
                        return false;
                    }
                }
            }
        }
        return true;
    }
}
