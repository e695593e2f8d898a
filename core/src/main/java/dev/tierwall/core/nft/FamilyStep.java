package dev.tierwall.core.nft;

import dev.tierwall.core.model.Direction;
import dev.tierwall.core.net.Address;
import dev.tierwall.core.net.ConnectionSet;
import dev.tierwall.core.net.IpFamily;
import dev.tierwall.core.nft.NftSet.Kind;
import java.util.HashSet;
import java.util.Set;

/** One family's part of the step from a program to the next. */
final class FamilyStep {

    private final IpFamily family;
    private final FamilyView before;
    private final FamilyRelation after;
    private final Moves moves;
    private final Set<Integer> live = new HashSet<>();

    FamilyStep(IpFamily family, FamilyView before, FamilyRelation after) {
        this.family = family;
        this.before = before;
        this.after = after;
        this.moves = new Moves(before, after);
    }

    private NftSet set(Kind kind, Direction direction) {
        return NftSet.of(kind, direction, family);
    }

    /** Puts in what must be there one step before the relation, if anything must; then the draft is not settled. */
    void prepare(Draft draft) {
        if (before.hasSubjects() && !after.rows().isEmpty()) {
            new Hazards(family, before, after).prepare(moves, draft);
        }
    }

    /** Puts in the relation. */
    void write(Draft draft) {
        int[] numbers = moves.numbered(draft);
        Direction any = Direction.INGRESS;
        after.columnsInUse().forEach(column -> live.add(numbers[column]));
        after.peers()
                .forEach((address, column) ->
                        draft.put(set(Kind.PEER, any), new ElementKey.Single(address), numbers[column]));
        after.ranges()
                .forEach((first, column) ->
                        draft.put(set(Kind.ATOM, any), new ElementKey.Range(after.rangeFrom(first)), numbers[column]));
        Rests rests = new Rests(before, after, moves);
        for (Direction direction : Direction.values()) {
            for (Address subject : after.rows().subjects(direction)) {
                writeSubject(direction, subject, rests.choose(direction, subject), numbers, draft);
            }
            after.hairpins(direction)
                    .forEach((subject, allowed) ->
                            draft.put(set(Kind.SELF, direction), new ElementKey.Twice(subject), draft.number(allowed)));
        }
    }

    private void writeSubject(Direction direction, Address subject, Rests.Choice choice, int[] numbers, Draft draft) {
        ElementKey key = new ElementKey.Single(subject);
        draft.put(set(Kind.SUBJ, direction), key, 0);
        draft.put(set(Kind.REST, direction), key, draft.number(choice.rest()));
        for (int column : after.columnsInUse()) {
            ConnectionSet value = after.value(direction, subject, column);
            if (choice.everyCell() || !value.equals(choice.rest())) {
                draft.put(set(Kind.REL, direction), new ElementKey.Cell(subject, numbers[column]), draft.number(value));
            }
        }
        if (choice.everyCell()) {
            draft.unsettle();
        }
    }

    /**
     * Keeps for one more step what packets on their way may still ask for: numbers that no address leads to any more, and
     * subjects that are none any more.
     */
    void retain(Draft draft) {
        if (!before.hasSubjects()) {
            return;
        }
        if (after.rows().isEmpty()) {
            for (Kind kind : new Kind[] {Kind.PEER, Kind.ATOM}) {
                before.elements(kind, Direction.INGRESS)
                        .forEach((key, id) -> draft.put(set(kind, Direction.INGRESS), key, id));
            }
            draft.unsettle();
        }
        Set<Integer> numbers = new HashSet<>(before.peers().values());
        numbers.addAll(before.ranges().values());
        for (Direction direction : Direction.values()) {
            for (Kind kind : new Kind[] {Kind.REST, Kind.REL, Kind.SELF}) {
                before.elements(kind, direction).forEach((key, id) -> {
                    if (isAsked(direction, key, numbers)) {
                        retain(set(kind, direction), key, id, draft);
                    }
                });
            }
        }
    }

    /** Whether some packet may have come to ask for an element in the program before. */
    private boolean isAsked(Direction direction, ElementKey key, Set<Integer> numbers) {
        return before.isSubject(direction, subjectOf(key))
                && !(key instanceof ElementKey.Cell cell && !numbers.contains(cell.peer()));
    }

    private void retain(NftSet set, ElementKey key, int id, Draft draft) {
        if (draft.keep(id, before.connections(id))) {
            draft.unsettle();
        }
        boolean subjectStays = draft.has(set(Kind.SUBJ, directionOf(set)), new ElementKey.Single(subjectOf(key)));
        boolean numberStays = !(key instanceof ElementKey.Cell cell) || live.contains(cell.peer());
        if (!(subjectStays && numberStays)) {
            draft.put(set, key, id);
            draft.unsettle();
        }
    }

    private Direction directionOf(NftSet set) {
        return set == set(set.kind(), Direction.INGRESS) ? Direction.INGRESS : Direction.EGRESS;
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
