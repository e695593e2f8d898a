package dev.tierwall.core.relation;

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
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The relation of one node's pods to all peers in one family, before anything has a number in the kernel: rows, columns,
 * and the column of every address.
 */
public final class FamilyRelation {

    private final IpFamily family;
    private final Owners owners;
    private final Rows rows;
    private final Columns columns;

    /** The columns of single addresses that policies name, whoever has them. */
    private final Map<Address, Integer> named;

    private final NavigableMap<Address, Integer> ranges;
    private final Set<Integer> columnsOfRanges;

    /** The addresses that are known by themselves: of pods, and those that policies name. */
    private final PersistentMap<Address, Integer> peers;

    /** How many addresses are known by themselves in each column. */
    private final PersistentMap<Integer, Integer> uses;

    private final Map<Direction, PersistentMap<Address, ConnectionSet>> hairpins;

    /** The relation of a policy, found from nothing. */
    public FamilyRelation(CompiledPolicy policy, String node, IpFamily family) {
        this.family = family;
        this.owners = Owners.of(policy, node, family);
        this.rows = new Rows();
        for (Address address : owners.local()) {
            for (Direction direction : Direction.values()) {
                Bits classes = owners.localClasses(address);
                rows.add(direction, address, rows.known(direction, classes, () -> row(policy, classes, direction)));
            }
        }
        this.named = new HashMap<>();
        this.ranges = new TreeMap<>();
        int classes = policy.liveClasses().end();
        this.columns =
                new Columns(rows.all(), new Cells(classes, policy.atoms().count(family)), policy.universe(family));
        Map<Address, Integer> known = new HashMap<>();
        if (!rows.isEmpty()) {
            cutAtoms(policy.atoms());
            known.putAll(named);
            owners.forEach((address, ids) -> known.put(address, columns.ofClasses(ids)));
        }
        this.columnsOfRanges = new TreeSet<>(ranges.values());
        PersistentMap<Address, Integer> singles = PersistentMap.empty();
        PersistentMap<Integer, Integer> counts = PersistentMap.empty();
        for (Map.Entry<Address, Integer> one : known.entrySet()) {
            int column = one.getValue();
            if (column != ofRange(one.getKey()) || owners.isLocal(one.getKey())) {
                singles = singles.with(one.getKey(), column);
                counts = counts.with(column, counts.getOrDefault(column, 0) + 1);
            }
        }
        this.peers = singles;
        this.uses = counts;
        this.hairpins = Map.of(
                Direction.INGRESS, allHairpins(policy, Direction.INGRESS),
                Direction.EGRESS, allHairpins(policy, Direction.EGRESS));
    }

    /** What may change while rows and columns stay what they are. */
    private record Parts(
            Owners owners,
            Rows rows,
            PersistentMap<Address, Integer> peers,
            PersistentMap<Integer, Integer> uses,
            Map<Direction, PersistentMap<Address, ConnectionSet>> hairpins) {}

    private FamilyRelation(FamilyRelation from, Parts parts) {
        this.family = from.family;
        this.columns = from.columns;
        this.ranges = from.ranges;
        this.named = from.named;
        this.columnsOfRanges = from.columnsOfRanges;
        this.owners = parts.owners;
        this.rows = parts.rows;
        this.peers = parts.peers;
        this.uses = parts.uses;
        this.hairpins = parts.hairpins;
    }

    /**
     * The column of an address under other owners; empty if addresses with such owners were not met before.
     */
    public Optional<Integer> columnOf(Address address, Owners now) {
        Bits classes = now.classes(address);
        return classes.isEmpty() ? Optional.of(named.getOrDefault(address, ofRange(address))) : columns.known(classes);
    }

    /** Whether an address with a column is known by itself, or left to the range around it. */
    public boolean isSingle(Address address, int column, Owners now) {
        return column != ofRange(address) || now.isLocal(address);
    }

    /** Whether some address or range would still have every column in use if an address went from one to another. */
    public boolean keepsColumns(Address address, int column, Owners now) {
        boolean inUse = uses.has(column) || columnsOfRanges.contains(column);
        int old = peers.getOrDefault(address, -1);
        boolean stays = old < 0 || (old == column && isSingle(address, column, now));
        return inUse && (stays || uses.getOrDefault(old, 0) > 1 || columnsOfRanges.contains(old));
    }

    /** The relation with other owners of an address, which has a column that is in use. */
    public FamilyRelation withPeer(Owners now, Address address, int column) {
        PersistentMap<Integer, Integer> counts = uses;
        int old = peers.getOrDefault(address, -1);
        if (old >= 0) {
            int left = counts.getOrDefault(old, 0) - 1;
            counts = left == 0 ? counts.without(old) : counts.with(old, left);
        }
        boolean single = isSingle(address, column, now);
        PersistentMap<Address, Integer> singles = single ? peers.with(address, column) : peers.without(address);
        counts = single ? counts.with(column, counts.getOrDefault(column, 0) + 1) : counts;
        return new FamilyRelation(this, new Parts(now, rows, singles, counts, hairpins));
    }

    /** The relation with another row of a subject, {@link Rows#OPEN} if it is not decided any more. */
    public FamilyRelation withRow(Direction direction, Address subject, int row, CompiledPolicy policy) {
        Rows now = row == Rows.OPEN ? rows.without(direction, subject) : rows.with(direction, subject, row);
        FamilyRelation moved = new FamilyRelation(this, new Parts(owners, now, peers, uses, hairpins));
        Optional<ConnectionSet> own = row == Rows.OPEN ? Optional.empty() : moved.hairpinOf(policy, direction, subject);
        PersistentMap<Address, ConnectionSet> rest = hairpins(direction).without(subject);
        Map<Direction, PersistentMap<Address, ConnectionSet>> found = new EnumMap<>(hairpins);
        found.put(direction, own.map(hairpin -> rest.with(subject, hairpin)).orElse(rest));
        return new FamilyRelation(this, new Parts(owners, now, peers, uses, found));
    }

    /** The relation in which addresses have other owners of the same classes. */
    public FamilyRelation withOwners(Owners now) {
        return new FamilyRelation(this, new Parts(now, rows, peers, uses, hairpins));
    }

    private Row row(CompiledPolicy policy, Bits classes, Direction direction) {
        Set<List<Block>> sides = new HashSet<>();
        classes.forEach(id -> sides.add(policy.blocks(id, direction, family)));
        return new Row(sides);
    }

    /** Atoms of one address are known like pods; the others are joined to as few ranges as can be, leaving no gap. */
    private void cutAtoms(Atoms atoms) {
        Address start = Address.first(family);
        int open = -1;
        for (int i = 0; i < atoms.count(family); i++) {
            AddressRange range = atoms.range(family, i);
            int column = columns.ofAtom(i);
            if (range.first().equals(range.last())) {
                named.put(range.first(), column);
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

    private PersistentMap<Address, ConnectionSet> allHairpins(CompiledPolicy policy, Direction direction) {
        PersistentMap<Address, ConnectionSet> found = PersistentMap.empty();
        for (Address subject : rows.subjects(direction)) {
            Optional<ConnectionSet> hairpin = hairpinOf(policy, direction, subject);
            found = hairpin.isPresent() ? found.with(subject, hairpin.get()) : found;
        }
        return found;
    }

    /** What a subject may open to itself through a Service, if it is not allowed anyway. */
    private Optional<ConnectionSet> hairpinOf(CompiledPolicy policy, Direction direction, Address subject) {
        ConnectionSet[] hairpin = {ConnectionSet.ALL};
        owners.localClasses(subject)
                .forEach(id -> hairpin[0] =
                        hairpin[0].intersect(Hairpin.of(policy, policy.endpointClass(id), direction, family)));
        ConnectionSet regular = columns.value(of(subject), rows.of(direction, subject));
        return regular.containsAll(hairpin[0]) ? Optional.empty() : Optional.of(hairpin[0]);
    }

    public Owners owners() {
        return owners;
    }

    public Rows rows() {
        return rows;
    }

    public Columns columns() {
        return columns;
    }

    /** The addresses that are known by themselves, with their columns. */
    public PersistentMap<Address, Integer> peers() {
        return peers;
    }

    /** The first address of each range, with the column of the range; empty if there is no subject. */
    public NavigableMap<Address, Integer> ranges() {
        return ranges;
    }

    /** The column of the range around an address. */
    public int ofRange(Address address) {
        return ranges.floorEntry(address).getValue();
    }

    /** The column of an address. */
    public int of(Address address) {
        int known = peers.getOrDefault(address, -1);
        return known >= 0 ? known : ofRange(address);
    }

    /** The columns that some address has. */
    public Set<Integer> columnsInUse() {
        Set<Integer> used = new TreeSet<>(columnsOfRanges);
        uses.forEach(entry -> used.add(entry.key()));
        return used;
    }

    /** What a direction of a subject allows with a column; everything if the subject is not decided in it. */
    public ConnectionSet value(Direction direction, Address subject, int column) {
        int row = rows.of(direction, subject);
        return row < 0 ? ConnectionSet.ALL : columns.value(column, row);
    }

    /** What subjects may open to themselves through a Service beyond what they may anyway. */
    public PersistentMap<Address, ConnectionSet> hairpins(Direction direction) {
        return hairpins.getOrDefault(direction, PersistentMap.empty());
    }

    /** Whether what a subject may open to itself, if anything, is said of another subject as well. */
    public boolean isHairpinShared(Direction direction, Address subject) {
        Optional<ConnectionSet> own = hairpins(direction).get(subject);
        int same = 0;
        for (ConnectionSet other : hairpins(direction).values()) {
            same += own.isPresent() && other.equals(own.get()) ? 1 : 0;
        }
        return own.isEmpty() || same > 1;
    }

    /** The range that begins at an address. */
    public AddressRange rangeFrom(Address first) {
        Address next = ranges.higherKey(first);
        return new AddressRange(
                first, next == null ? Address.last(family) : next.previous().orElseThrow());
    }
}
