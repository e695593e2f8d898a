package dev.tierwall.core.nft;

import dev.tierwall.core.collect.PersistentMap;
import dev.tierwall.core.model.Direction;
import dev.tierwall.core.net.Address;
import dev.tierwall.core.net.ConnectionSet;
import dev.tierwall.core.net.IpFamily;
import dev.tierwall.core.nft.NftSet.Kind;
import dev.tierwall.core.relation.FamilyRelation;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/** One family's part of the step from a program to the next. */
final class FamilyStep {

    private final IpFamily family;
    private final FamilyView before;
    private final FamilyRelation after;
    private final Moves moves;
    private final Set<Integer> live = new HashSet<>();
    private int[] numbers = new int[0];
    private Set<Integer> used = Set.of();

    FamilyStep(IpFamily family, FamilyView before, FamilyRelation after) {
        this.family = family;
        this.before = before;
        this.after = after;
        this.moves = new Moves(before, after);
    }

    private NftSet set(Kind kind, Direction direction) {
        return NftSet.of(kind, direction, family);
    }

    private NftSet set(Kind kind) {
        return set(kind, Direction.INGRESS);
    }

    /** Puts in what must be there one step before the relation; asks for a draft only if anything must. */
    void prepare(Supplier<Draft> draft) {
        if (before.hasSubjects() && !after.rows().isEmpty()) {
            new Hazards(family, before, after).prepare(moves, draft);
        }
    }

    /** Puts in the relation. */
    void write(Draft draft) {
        numbers = moves.numbered(draft);
        used = after.columnsInUse();
        used.forEach(column -> live.add(numbers[column]));
        after.peers()
                .forEach(
                        entry -> draft.put(set(Kind.PEER), new ElementKey.Single(entry.key()), numbers[entry.value()]));
        after.ranges()
                .forEach((first, column) ->
                        draft.put(set(Kind.ATOM), new ElementKey.Range(after.rangeFrom(first)), numbers[column]));
        Rests rests = new Rests(before, after, moves);
        for (Direction direction : Direction.values()) {
            for (Address subject : after.rows().subjects(direction)) {
                writeSubject(direction, subject, rests.choose(direction, subject), draft);
            }
            after.hairpins(direction)
                    .forEach(entry -> draft.put(
                            set(Kind.SELF, direction), new ElementKey.Twice(entry.key()), draft.number(entry.value())));
        }
    }

    private void writeSubject(Direction direction, Address subject, Rests.Choice choice, Draft draft) {
        ElementKey key = new ElementKey.Single(subject);
        draft.put(set(Kind.SUBJ, direction), key, 0);
        draft.put(set(Kind.REST, direction), key, draft.number(choice.rest()));
        int row = after.rows().of(direction, subject);
        boolean few = !choice.everyCell() && after.columns().usual(row).equals(choice.rest());
        for (int column : few ? after.columns().special(row) : used) {
            ConnectionSet value = after.columns().value(column, row);
            if (numbers[column] != 0 && (choice.everyCell() || !value.equals(choice.rest()))) {
                draft.put(set(Kind.REL, direction), new ElementKey.Cell(subject, numbers[column]), draft.number(value));
            }
        }
        if (choice.everyCell()) {
            draft.unsettle();
        }
    }

    /** What a shortcut needs to know to go on from the relation. */
    Basis.Family basis() {
        return new Basis.Family(family, after, numbers);
    }

    /**
     * Keeps what packets on their way may still ask for: what numbers mean that no address leads to any more, subjects
     * that are none any more, and the old ranges, with the addresses that must not fall to them.
     */
    void retain(Draft draft) {
        if (!before.hasPeers()) {
            return;
        }
        for (Direction direction : Direction.values()) {
            for (Kind kind : new Kind[] {Kind.REST, Kind.REL, Kind.SELF}) {
                Map<ElementKey, Integer> kept = new HashMap<>();
                before.elements(kind, direction).forEach(entry -> {
                    if (!isDecided(direction, entry.key(), draft)) {
                        kept.put(entry.key(), entry.value());
                    }
                });
                draft.addMissing(set(kind, direction), kept);
            }
        }
        PersistentMap<ElementKey, Integer> ranges = before.elements(Kind.ATOM, Direction.INGRESS);
        if (after.rows().isEmpty()) {
            draft.replace(set(Kind.PEER), before.peers().toMap());
        } else if (!ranges.sameAs(draft.elements(set(Kind.ATOM)))) {
            before.peers().forEach(entry -> pin(entry.key(), draft));
        }
        if (!ranges.sameAs(draft.elements(set(Kind.ATOM)))) {
            draft.replace(set(Kind.ATOM), ranges.toMap());
        }
    }

    private void pin(ElementKey key, Draft draft) {
        if (key instanceof ElementKey.Single(Address address)) {
            draft.addMissing(set(Kind.PEER), Map.of(key, numbers[after.of(address)]));
        }
    }

    /** Whether the relation says what holds for an element's subject and peers. */
    private boolean isDecided(Direction direction, ElementKey key, Draft draft) {
        boolean subjectStays =
                draft.elements(set(Kind.SUBJ, direction)).containsKey(new ElementKey.Single(subjectOf(key)));
        return subjectStays && !(key instanceof ElementKey.Cell cell && !live.contains(cell.peer()));
    }

    /** Puts in all that is wanted of a family of which nothing is there yet, but for what leads packets to it. */
    void fill(Draft wanted, Draft ahead) {
        if (before.hasPeers() || before.hasSubjects()) {
            return;
        }
        for (NftSet set : NftSet.values()) {
            if (set.isPerFamily() && set.family() == family && set.kind() != Kind.SUBJ) {
                ahead.addMissing(set, wanted.elements(set));
            }
        }
        ahead.raise(wanted);
    }

    private static Address subjectOf(ElementKey key) {
        return switch (key) {
            case ElementKey.Single(Address address) -> address;
            case ElementKey.Cell(Address subject, int peer) -> subject;
            case ElementKey.Twice(Address address) -> address;
            default -> throw new IllegalArgumentException("not the key of a subject: " + key);
        };
    }
}
