package dev.tierwall.core.nft;

import dev.tierwall.core.model.Direction;
import dev.tierwall.core.net.Address;
import dev.tierwall.core.net.ConnectionSet;
import dev.tierwall.core.net.IpFamily;
import dev.tierwall.core.nft.NftSet.Kind;
import dev.tierwall.core.relation.FamilyRelation;
import dev.tierwall.core.relation.Rows;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * The way in which a packet could find a gap between programs although no number changes its meaning: its egress is looked
 * up before and its ingress after, and each program denies it in the other direction.
 */
final class Hazards {

    private final IpFamily family;
    private final FamilyView before;
    private final FamilyRelation after;

    Hazards(IpFamily family, FamilyView before, FamilyRelation after) {
        this.family = family;
        this.before = before;
        this.after = after;
    }

    void prepare(Moves moves, Supplier<Draft> draft) {
        shrinkEgress(moves, draft);
    }

    /** Takes from egress what it will lose, a step ahead, where ingress will open for it. */
    private void shrinkEgress(Moves moves, Supplier<Draft> draft) {
        List<Address> gaining = new ArrayList<>();
        before.elements(Kind.SUBJ, Direction.INGRESS).forEach(entry -> {
            if (entry.key() instanceof ElementKey.Single(Address subject) && gains(subject, moves)) {
                gaining.add(subject);
            }
        });
        if (!gaining.isEmpty()) {
            gaining.sort(Comparator.naturalOrder());
            for (Address source : after.rows().subjects(Direction.EGRESS)) {
                shrink(source, gaining, moves, draft);
            }
        }
    }

    /** Whether a subject may let in more; if in doubt, it may. */
    private boolean gains(Address subject, Moves moves) {
        Direction in = Direction.INGRESS;
        if (!before(in, subject, subject).containsAll(after(in, subject, subject))) {
            return true;
        }
        int row = after.rows().of(in, subject);
        if (row == Rows.OPEN
                || !before.rest(in, subject).containsAll(after.columns().usual(row))) {
            return true;
        }
        return Stream.concat(
                        before.cells(in, subject).keySet().stream(),
                        after.columns().special(row).stream().flatMap(column -> moves.to(column).stream()))
                .anyMatch(number -> gains(subject, number, moves));
    }

    private boolean gains(Address subject, int number, Moves moves) {
        ConnectionSet old = before.cell(Direction.INGRESS, subject, number);
        for (int column : moves.columns(number)) {
            if (!old.containsAll(after.value(Direction.INGRESS, subject, column))) {
                return true;
            }
        }
        return false;
    }

    private void shrink(Address source, List<Address> gaining, Moves moves, Supplier<Draft> draft) {
        for (Address destination : gaining) {
            ConnectionSet left = after(Direction.EGRESS, source, destination);
            ConnectionSet lost = before(Direction.EGRESS, source, destination).minus(left);
            if (lost.isEmpty()) {
                continue;
            }
            ConnectionSet gained =
                    after(Direction.INGRESS, destination, source).minus(before(Direction.INGRESS, destination, source));
            if (!lost.intersect(gained).isEmpty()) {
                shrink(source, before.of(destination), moves, draft.get());
                if (source.equals(destination)) {
                    ConnectionSet both =
                            before(Direction.EGRESS, source, source).intersect(left);
                    draft.get()
                            .put(
                                    NftSet.of(Kind.SELF, Direction.EGRESS, family),
                                    new ElementKey.Twice(source),
                                    draft.get().number(both));
                }
            }
        }
    }

    /** What a side allows before; to itself, what it allows through a Service. */
    private ConnectionSet before(Direction direction, Address subject, Address peer) {
        ConnectionSet allowed = before.cell(direction, subject, before.of(peer));
        return subject.equals(peer) ? allowed.union(before.hairpin(direction, subject)) : allowed;
    }

    /** What a side allows after; to itself, what it allows through a Service. */
    private ConnectionSet after(Direction direction, Address subject, Address peer) {
        ConnectionSet allowed = after.value(direction, subject, after.of(peer));
        return subject.equals(peer)
                ? allowed.union(after.hairpins(direction).getOrDefault(subject, ConnectionSet.NONE))
                : allowed;
    }

    private void shrink(Address source, int number, Moves moves, Draft draft) {
        NftSet subjects = NftSet.of(Kind.SUBJ, Direction.EGRESS, family);
        NftSet cells = NftSet.of(Kind.REL, Direction.EGRESS, family);
        ElementKey subject = new ElementKey.Single(source);
        if (!draft.has(subjects, subject)) {
            draft.removeCells(cells, source);
            draft.put(subjects, subject, 0);
            draft.put(NftSet.of(Kind.REST, Direction.EGRESS, family), subject, draft.number(ConnectionSet.ALL));
        }
        ConnectionSet both = before.cell(Direction.EGRESS, source, number);
        for (int column : moves.columns(number)) {
            both = both.intersect(after.value(Direction.EGRESS, source, column));
        }
        draft.put(cells, new ElementKey.Cell(source, number), draft.number(both));
        draft.unsettle();
    }
}
