package dev.tierwall.core.nft;

import dev.tierwall.core.collect.Bits;
import dev.tierwall.core.collect.PersistentMap;
import dev.tierwall.core.model.Direction;
import dev.tierwall.core.net.Address;
import dev.tierwall.core.net.AddressRange;
import dev.tierwall.core.net.ConnectionSet;
import dev.tierwall.core.net.IpFamily;
import dev.tierwall.core.policy.Atoms;
import dev.tierwall.core.policy.Block;
import dev.tierwall.core.policy.CompiledPolicy;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The relation of one node's pods to all peers in one family, before anything has a number in the kernel: rows, columns,
 * and the column of every address.
 */
final class FamilyRelation {

    private final IpFamily family;
    private final Owners owners;
    private final Rows rows;
    private final Columns columns;

    /** The addresses of pods, and single addresses that policies name, that are known one by one. */
    private final PersistentMap<Address, Integer> peers;

    private final NavigableMap<Address, Integer> ranges;
    private final Map<Direction, PersistentMap<Address, ConnectionSet>> hairpins;

    FamilyRelation(CompiledPolicy policy, String node, IpFamily family) {
        this.family = family;
        this.owners = Owners.of(policy, node, family);
        this.rows = new Rows();
        for (Address address : owners.local()) {
            for (Direction direction : Direction.values()) {
                Bits classes = owners.localClasses(address);
                rows.add(direction, address, rows.known(direction, classes, () -> row(policy, classes, direction)));
            }
        }
        int classes = policy.liveClasses().end();
        this.columns = new Columns(rows.all(), new Cells(classes, policy.atoms().count(family)));
        this.ranges = new TreeMap<>();
        Map<Address, Integer> known = new HashMap<>();
        if (!rows.isEmpty()) {
            cutAtoms(policy.atoms(), known);
            owners.forEach((address, ids) -> known.put(address, columns.ofClasses(ids)));
        }
        PersistentMap<Address, Integer> singles = PersistentMap.empty();
        for (Map.Entry<Address, Integer> one : known.entrySet()) {
            if (isOwnElement(one.getKey(), one.getValue())) {
                singles = singles.with(one.getKey(), one.getValue());
            }
        }
        this.peers = singles;
        this.hairpins = Map.of(
                Direction.INGRESS, hairpins(policy, Direction.INGRESS),
                Direction.EGRESS, hairpins(policy, Direction.EGRESS));
    }

    private FamilyRelation(
            FamilyRelation from,
            Owners owners,
            Rows rows,
            PersistentMap<Address, Integer> peers,
            Map<Direction, PersistentMap<Address, ConnectionSet>> hairpins) {
        this.family = from.family;
        this.columns = from.columns;
        this.ranges = from.ranges;
        this.owners = owners;
        this.rows = rows;
        this.peers = peers;
        this.hairpins = hairpins;
    }

    /** The relation after some addresses changed their owners, of whom no other class is known than before. */
    FamilyRelation with(
            Owners now,
            PersistentMap<Address, Integer> peersNow,
            Rows rowsNow,
            Map<Direction, PersistentMap<Address, ConnectionSet>> hairpinsNow) {
        return new FamilyRelation(this, now, rowsNow, peersNow, hairpinsNow);
    }

    /**
     * Whether an address is known by itself: where its column is not that of the range around it. Local pods always
     * are, so that what two of them may do together never depends on ranges, which change at a moment of their own.
     */
    boolean isOwnElement(Address address, int column) {
        return column != ofRange(address) || owners.isLocal(address);
    }

    private static Row row(CompiledPolicy policy, Bits classes, Direction direction, IpFamily family) {
        Set<List<Block>> sides = new HashSet<>();
        classes.forEach(id -> sides.add(policy.blocks(id, direction, family)));
        return new Row(sides);
    }

    private Row row(CompiledPolicy policy, Bits classes, Direction direction) {
        return row(policy, classes, direction, family);
    }

    /** Atoms of one address are known like pods; the others are joined to as few ranges as can be, leaving no gap. */
    private void cutAtoms(Atoms atoms, Map<Address, Integer> singles) {
        Address start = Address.first(family);
        int open = -1;
        for (int i = 0; i < atoms.count(family); i++) {
            AddressRange range = atoms.range(family, i);
            int column = columns.ofAtom(i);
            if (range.first().equals(range.last())) {
                singles.put(range.first(), column);
            } else if (column != open) {
                if (open >= 0) {
                    ranges.put(start, open);
                    start = range.first();
                }
                open = column;
            }
        }
        ranges.put(start, open);
    }

    private PersistentMap<Address, ConnectionSet> hairpins(CompiledPolicy policy, Direction direction) {
        PersistentMap<Address, ConnectionSet> found = PersistentMap.empty();
        for (Address subject : rows.subjects(direction)) {
            ConnectionSet hairpin = hairpin(policy, direction, owners.localClasses(subject));
            ConnectionSet regular = columns.value(of(subject), rows.of(direction, subject));
            if (!regular.containsAll(hairpin)) {
                found = found.with(subject, hairpin);
            }
        }
        return found;
    }

    ConnectionSet hairpin(CompiledPolicy policy, Direction direction, Bits classes) {
        ConnectionSet[] hairpin = {ConnectionSet.ALL};
        classes.forEach(id ->
                hairpin[0] = hairpin[0].intersect(Hairpin.of(policy, policy.endpointClass(id), direction, family)));
        return hairpin[0];
    }

    Owners owners() {
        return owners;
    }

    Rows rows() {
        return rows;
    }

    Columns columns() {
        return columns;
    }

    /** The addresses that are known by themselves, with their columns. */
    PersistentMap<Address, Integer> peers() {
        return peers;
    }

    /** The first address of each range, with the column of the range; empty if there is no subject. */
    NavigableMap<Address, Integer> ranges() {
        return ranges;
    }

    /** The column of the range around an address. */
    int ofRange(Address address) {
        return ranges.floorEntry(address).getValue();
    }

    /** The column of an address. */
    int of(Address address) {
        int known = peers.getOrDefault(address, -1);
        return known >= 0 ? known : ofRange(address);
    }

    /** The columns that some address has. */
    Set<Integer> columnsInUse() {
        Set<Integer> used = new TreeSet<>(ranges.values());
        peers.values().forEach(used::add);
        return used;
    }

    /** What a direction of a subject allows with a column; everything if the subject is not decided in it. */
    ConnectionSet value(Direction direction, Address subject, int column) {
        int row = rows.of(direction, subject);
        return row < 0 ? ConnectionSet.ALL : columns.value(column, row);
    }

    /** What subjects may open to themselves through a Service beyond what they may anyway. */
    PersistentMap<Address, ConnectionSet> hairpins(Direction direction) {
        return hairpins.getOrDefault(direction, PersistentMap.empty());
    }

    /** The range that begins at an address. */
    AddressRange rangeFrom(Address first) {
        Address next = ranges.higherKey(first);
        return new AddressRange(
                first, next == null ? Address.last(family) : next.previous().orElseThrow());
    }
}
