package dev.tierwall.core.nft;

import dev.tierwall.core.model.Direction;
import dev.tierwall.core.net.Address;
import dev.tierwall.core.relation.FamilyRelation;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Where the members of each peer class of a program belong in the relation that follows it, and so which columns may keep
 * a number. A number keeps its meaning; it may take on another one only if all its members go there together.
 */
final class Moves {

    private final FamilyView before;
    private final FamilyRelation after;

    /** By number, then by column: how many addresses and ranges go from one to the other. */
    private final Map<Integer, Map<Integer, Integer>> moves = new HashMap<>();

    private final Map<Integer, Set<Integer>> origins = new HashMap<>();

    Moves(FamilyView before, FamilyRelation after) {
        this.before = before;
        this.after = after;
        if (before.hasPeers() && !after.rows().isEmpty()) {
            countAddresses();
            countRanges();
        }
    }

    private void countAddresses() {
        Set<Address> addresses = new HashSet<>();
        after.peers().forEach(entry -> addresses.add(entry.key()));
        before.peers().forEach(entry -> {
            if (entry.key() instanceof ElementKey.Single(Address address)) {
                addresses.add(address);
            }
        });
        addresses.forEach(address -> count(before.of(address), after.of(address)));
    }

    private void countRanges() {
        Set<Address> bounds = new TreeSet<>(before.ranges().keySet());
        bounds.addAll(after.ranges().keySet());
        bounds.forEach(first -> count(before.ofRange(first), after.ofRange(first)));
    }

    private void count(int number, int column) {
        moves.computeIfAbsent(number, n -> new HashMap<>()).merge(column, 1, Integer::sum);
    }

    /** The numbers in use before. */
    Set<Integer> numbers() {
        return moves.keySet();
    }

    /** The columns that members of a number go to. */
    Set<Integer> columns(int number) {
        return moves.getOrDefault(number, Map.of()).keySet();
    }

    /** The numbers that members of a column come from. */
    Set<Integer> to(int column) {
        if (origins.isEmpty()) {
            moves.forEach((number, columns) -> columns.keySet()
                    .forEach(each ->
                            origins.computeIfAbsent(each, c -> new HashSet<>()).add(number)));
        }
        return origins.getOrDefault(column, Set.of());
    }

    private record Claim(int number, int column, int members) {}

    /** A number for every column in use: one that it may keep, or else a new one. */
    int[] numbered(Draft draft) {
        List<Claim> claims = new ArrayList<>();
        moves.forEach((number, columns) -> columns.forEach((column, members) -> {
            if (columns.size() == 1 || meansTheSame(number, column)) {
                claims.add(new Claim(number, column, members));
            }
        }));
        claims.sort(Comparator.comparingInt(Claim::members)
                .reversed()
                .thenComparingInt(Claim::number)
                .thenComparingInt(Claim::column));
        int[] numbers = new int[after.columns().count()];
        Set<Integer> kept = new HashSet<>();
        for (Claim claim : claims) {
            if (numbers[claim.column] == 0 && kept.add(claim.number)) {
                numbers[claim.column] = claim.number;
            }
        }
        Set<Integer> free = unreachable();
        for (int column : after.columnsInUse()) {
            if (numbers[column] == 0) {
                numbers[column] = prepared(column, free).orElseGet(draft::newNumber);
                free.remove(numbers[column]);
            }
        }
        return numbers;
    }

    /** Numbers with cells to which no address leads: prepared in an earlier step, or left over from one. */
    private Set<Integer> unreachable() {
        Set<Integer> found = new TreeSet<>();
        for (Direction direction : Direction.values()) {
            before.elements(NftSet.Kind.REL, direction).forEach(entry -> {
                if (entry.key() instanceof ElementKey.Cell(Address subject, int peer) && !moves.containsKey(peer)) {
                    found.add(peer);
                }
            });
        }
        return found;
    }

    private Optional<Integer> prepared(int column, Set<Integer> free) {
        return free.stream().filter(number -> meansTheSame(number, column)).findFirst();
    }

    /** Whether a column is what the number has meant to every subject that stays. */
    private boolean meansTheSame(int number, int column) {
        for (Direction direction : Direction.values()) {
            for (Address subject : after.rows().subjects(direction)) {
                if (before.isSubject(direction, subject)
                        && !before.cell(direction, subject, number).equals(after.value(direction, subject, column))) {
                    return false;
                }
            }
        }
        return true;
    }
}
