package dev.tierwall.core.nft;

import dev.tierwall.core.model.Direction;
import dev.tierwall.core.net.Address;
import dev.tierwall.core.net.ConnectionSet;
import dev.tierwall.core.net.IpFamily;
import dev.tierwall.core.nft.NftSet.Kind;
import dev.tierwall.core.relation.FamilyRelation;
import dev.tierwall.core.relation.Owners;
import dev.tierwall.core.relation.Rows;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/** One family's part of a shortcut. Every method that says no leaves it to the full way. */
final class FamilyShortcut {

    private final Shortcut whole;
    private final IpFamily family;
    private final int[] numbers;
    private FamilyRelation relation;
    private int localMoves;

    FamilyShortcut(Shortcut whole, Basis.Family basis) {
        this.whole = whole;
        this.family = basis.family();
        this.numbers = basis.numbers();
        this.relation = basis.relation();
    }

    private NftSet set(Kind kind, Direction direction) {
        return NftSet.of(kind, direction, family);
    }

    /** The family after some members went and others came; empty if that must be found in full. */
    Optional<Basis.Family> moved(List<Shortcut.Member> gone, List<Shortcut.Member> come) {
        Owners now = relation.owners();
        TreeSet<Address> touched = new TreeSet<>();
        for (Shortcut.Member member : gone) {
            for (Address address : addressesOf(member)) {
                now = now.without(address, Owners.owner(member.pod(), member.endpointClass(), whole.node()));
                touched.add(address);
            }
        }
        for (Shortcut.Member member : come) {
            for (Address address : addressesOf(member)) {
                now = now.with(address, Owners.owner(member.pod(), member.endpointClass(), whole.node()));
                touched.add(address);
            }
        }
        Owners before = relation.owners();
        for (Address address : touched) {
            if (!before.alike(address, now) && !move(address, before, now)) {
                return Optional.empty();
            }
        }
        return Optional.of(new Basis.Family(family, relation.withOwners(now), numbers));
    }

    private List<Address> addressesOf(Shortcut.Member member) {
        return whole.compiled().addressesOf(member.pod()).stream()
                .filter(address -> address.family() == family)
                .distinct()
                .toList();
    }

    private boolean move(Address address, Owners before, Owners now) {
        boolean local = before.isLocal(address) || now.isLocal(address);
        if (!local) {
            return relation.rows().isEmpty() || movePeer(address, now);
        }
        if (relation.rows().isEmpty() || ++localMoves > 1) {
            return false;
        }
        return switch (Owners.change(address, before, now)) {
            case CAME -> come(address, now);
            case WENT -> go(address, now);
            case OTHER -> false;
        };
    }

    private boolean movePeer(Address address, Owners now) {
        int column = relation.columnOf(address, now).orElse(-1);
        if (column < 0 || column >= numbers.length || !relation.keepsColumns(address, column, now)) {
            return false;
        }
        Optional<Integer> number =
                relation.isSingle(address, column, now) ? Optional.of(numbers[column]) : Optional.empty();
        whole.change(set(Kind.PEER, Direction.INGRESS), new ElementKey.Single(address), number);
        relation = relation.withPeer(now, address, column);
        return true;
    }

    /** A pod that is new on this node. */
    private boolean come(Address subject, Owners now) {
        int old = relation.of(subject);
        if (!movePeer(subject, now)) {
            return false;
        }
        for (Direction direction : Direction.values()) {
            Optional<Integer> row = relation.rows().numberOf(direction, now.localClasses(subject));
            if (row.isEmpty()) {
                return false;
            }
            relation = relation.withRow(direction, subject, row.get(), whole.compiled());
        }
        if (opensWhileClosing(subject, old)) {
            return false;
        }
        for (Direction direction : Direction.values()) {
            if (relation.rows().of(direction, subject) != Rows.OPEN && !write(direction, subject)) {
                return false;
            }
        }
        return true;
    }

    /** Whether the egress of a new subject closes what the ingress of another opens for it. */
    private boolean opensWhileClosing(Address subject, int old) {
        for (Address other : relation.rows().subjects(Direction.INGRESS)) {
            if (!other.equals(subject)) {
                ConnectionSet lost =
                        ConnectionSet.ALL.minus(relation.value(Direction.EGRESS, subject, relation.of(other)));
                ConnectionSet gained = relation.value(Direction.INGRESS, other, relation.of(subject))
                        .minus(relation.value(Direction.INGRESS, other, old));
                if (!lost.intersect(gained).isEmpty()) {
                    return true;
                }
            }
        }
        return false;
    }

    private boolean write(Direction direction, Address subject) {
        ConnectionSet rest = Rests.first(relation, direction, subject);
        ElementKey key = new ElementKey.Single(subject);
        whole.change(set(Kind.SUBJ, direction), key, Optional.of(0));
        boolean known = put(set(Kind.REST, direction), key, rest);
        for (int column : relation.columnsInUse()) {
            ConnectionSet value = relation.value(direction, subject, column);
            if (!value.equals(rest)) {
                known &= put(set(Kind.REL, direction), new ElementKey.Cell(subject, numbers[column]), value);
            }
        }
        Optional<ConnectionSet> hairpin = relation.hairpins(direction).get(subject);
        return known
                && (hairpin.isEmpty() || put(set(Kind.SELF, direction), new ElementKey.Twice(subject), hairpin.get()));
    }

    private boolean put(NftSet set, ElementKey key, ConnectionSet value) {
        Optional<Integer> id = whole.previous().numberOf(value);
        id.ifPresent(number -> whole.change(set, key, id));
        return id.isPresent();
    }

    /** A pod that is no longer on this node. */
    private boolean go(Address subject, Owners now) {
        for (Direction direction : Direction.values()) {
            boolean decided = relation.rows().of(direction, subject) != Rows.OPEN;
            if (decided && !(relation.rows().isShared(direction, subject) && leave(direction, subject))) {
                return false;
            }
        }
        FamilyRelation before = relation;
        for (Direction direction : Direction.values()) {
            relation = relation.withRow(direction, subject, Rows.OPEN, whole.compiled());
        }
        return movePeer(subject, now) && !closesWhileOpening(subject, before);
    }

    /** Whether the ingress of a pod that goes opens for a pod whose egress to that address closes. */
    private boolean closesWhileOpening(Address subject, FamilyRelation before) {
        for (Address other : relation.rows().subjects(Direction.EGRESS)) {
            ConnectionSet lost = before.value(Direction.EGRESS, other, before.of(subject))
                    .minus(relation.value(Direction.EGRESS, other, relation.of(subject)));
            ConnectionSet gained = ConnectionSet.ALL.minus(before.value(Direction.INGRESS, subject, before.of(other)));
            if (!lost.intersect(gained).isEmpty()) {
                return true;
            }
        }
        return false;
    }

    /** Takes a subject out, and leaves what was said of it to packets on their way. */
    private boolean leave(Direction direction, Address subject) {
        whole.change(set(Kind.SUBJ, direction), new ElementKey.Single(subject), Optional.empty());
        whole.leave(set(Kind.REST, direction), new ElementKey.Single(subject));
        whole.leave(set(Kind.SELF, direction), new ElementKey.Twice(subject));
        for (int column : relation.columnsInUse()) {
            whole.leave(set(Kind.REL, direction), new ElementKey.Cell(subject, numbers[column]));
        }
        return relation.isHairpinShared(direction, subject);
    }
}
