package dev.tierwall.core.nft;

import dev.tierwall.core.collect.Bits;
import dev.tierwall.core.model.Direction;
import dev.tierwall.core.model.Pod;
import dev.tierwall.core.net.Address;
import dev.tierwall.core.net.AddressRange;
import dev.tierwall.core.net.ConnectionSet;
import dev.tierwall.core.net.IpFamily;
import dev.tierwall.core.policy.Atoms;
import dev.tierwall.core.policy.Block;
import dev.tierwall.core.policy.CompiledPolicy;
import dev.tierwall.core.policy.EndpointClass;
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
final class FamilyRelation {

    private final IpFamily family;
    private final Rows rows = new Rows();
    private final Columns columns;
    private final Map<Address, Integer> peers = new HashMap<>();
    private final NavigableMap<Address, Integer> ranges = new TreeMap<>();
    private final Map<Direction, Map<Address, ConnectionSet>> hairpins;

    FamilyRelation(CompiledPolicy policy, String node, IpFamily family) {
        this.family = family;
        Map<Address, Bits> owners = new TreeMap<>();
        Map<Address, Bits> local = new TreeMap<>();
        policy.liveClasses().forEach(id -> addMembers(policy, policy.endpointClass(id), node, owners, local));
        local.forEach((address, classes) -> {
            for (Direction direction : Direction.values()) {
                rows.add(direction, address, row(policy, classes, direction));
            }
        });
        int classes = policy.liveClasses().end();
        this.columns = new Columns(rows.all(), new Cells(classes, policy.atoms().count(family)));
        if (!rows.isEmpty()) {
            cutAtoms(policy.atoms());
            owners.forEach((address, ids) -> peers.put(address, columns.ofClasses(ids)));
        }
        this.hairpins = Map.of(
                Direction.INGRESS, hairpins(policy, local, Direction.INGRESS),
                Direction.EGRESS, hairpins(policy, local, Direction.EGRESS));
        peers.entrySet().removeIf(entry -> entry.getValue().equals(ofRange(entry.getKey())));
    }

    private void addMembers(
            CompiledPolicy policy,
            EndpointClass some,
            String node,
            Map<Address, Bits> owners,
            Map<Address, Bits> local) {
        if (!some.key().isIn(family)) {
            return;
        }
        Bits id = Bits.of(some.id());
        for (Pod pod : some.members().values()) {
            for (Address address : policy.addressesOf(pod)) {
                if (address.family() == family) {
                    owners.merge(address, id, Bits::union);
                    if (!pod.hostNetwork() && pod.node().equals(Optional.of(node))) {
                        local.merge(address, id, Bits::union);
                    }
                }
            }
        }
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
                peers.put(range.first(), column);
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

    private Map<Address, ConnectionSet> hairpins(CompiledPolicy policy, Map<Address, Bits> local, Direction direction) {
        Map<Address, ConnectionSet> found = new TreeMap<>();
        for (Address subject : rows.subjects(direction)) {
            ConnectionSet[] hairpin = {ConnectionSet.ALL};
            local.getOrDefault(subject, Bits.EMPTY)
                    .forEach(id -> hairpin[0] =
                            hairpin[0].intersect(Hairpin.of(policy, policy.endpointClass(id), direction, family)));
            ConnectionSet regular = columns.value(of(subject), rows.of(direction, subject));
            if (!regular.containsAll(hairpin[0])) {
                found.put(subject, hairpin[0]);
            }
        }
        return found;
    }

    Rows rows() {
        return rows;
    }

    Columns columns() {
        return columns;
    }

    /** The addresses whose column is not that of the range around them. */
    Map<Address, Integer> peers() {
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
        Integer known = peers.get(address);
        return known != null ? known : ofRange(address);
    }

    /** The columns that some address has. */
    Set<Integer> columnsInUse() {
        Set<Integer> used = new TreeSet<>(ranges.values());
        used.addAll(peers.values());
        return used;
    }

    /** What a direction of a subject allows with a column; everything if the subject is not decided in it. */
    ConnectionSet value(Direction direction, Address subject, int column) {
        int row = rows.of(direction, subject);
        return row < 0 ? ConnectionSet.ALL : columns.value(column, row);
    }

    /** What subjects may open to themselves through a Service beyond what they may anyway. */
    Map<Address, ConnectionSet> hairpins(Direction direction) {
        return hairpins.getOrDefault(direction, Map.of());
    }

    /** The range that begins at an address. */
    AddressRange rangeFrom(Address first) {
        Address next = ranges.higherKey(first);
        return new AddressRange(
                first, next == null ? Address.last(family) : next.previous().orElseThrow());
    }
}
