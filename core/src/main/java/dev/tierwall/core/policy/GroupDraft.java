package dev.tierwall.core.policy;

import dev.tierwall.core.collect.Bits;
import dev.tierwall.core.collect.Chunks;
import dev.tierwall.core.collect.Ints;
import dev.tierwall.core.collect.PersistentMap;
import dev.tierwall.core.model.Node;
import dev.tierwall.core.model.Snapshot;
import dev.tierwall.core.net.Address;
import dev.tierwall.core.net.AddressRange;
import dev.tierwall.core.net.AddressSet;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Counts who refers to which peer group, and finds which groups came into use, went out of it or mean other addresses:
 * from one {@link GroupTable} to the next. Members are {@link Membership}'s affair. Used once and thrown away.
 */
final class GroupDraft {

    private final GroupTable from;
    private final Snapshot facts;
    private Chunks<PeerGroup> byId;
    private PersistentMap<GroupKey, Integer> ids;
    private Bits vacant;
    private Bits byNode;

    private final Ints fresh = new Ints();
    private final Map<Integer, Boolean> unused = new LinkedHashMap<>();
    private final List<AddressSet> addedSets = new ArrayList<>();
    private final List<AddressSet> removedSets = new ArrayList<>();
    private Bits readdressed = Bits.EMPTY;

    GroupDraft(GroupTable from, Snapshot facts) {
        this.from = from;
        this.facts = facts;
        this.byId = from.byId();
        this.ids = from.ids();
        this.vacant = from.vacant();
        this.byNode = from.byNode();
    }

    /** The number of the group of that key, which has one user more now. */
    int acquire(GroupKey key) {
        Optional<Integer> known = ids.get(key);
        if (known.isPresent()) {
            PeerGroup group = byId.get(known.get());
            byId = byId.with(group.id(), group.withUses(group.uses() + 1));
            return group.id();
        }
        int id = vacant.next(0);
        if (id < 0) {
            id = byId.size();
        } else {
            vacant = vacant.without(id);
        }
        PeerGroup group = new PeerGroup(id, key, addressesOf(key), Bits.EMPTY, Bits.EMPTY, 1);
        byId = byId.with(id, group);
        ids = ids.with(key, id);
        fresh.add(id);
        if (group.isByAddress()) {
            addedSets.add(group.addresses());
        }
        if (key instanceof GroupKey.Nodes) {
            byNode = byNode.with(id);
        }
        return id;
    }

    /** Takes one user from a group. It may still find another before the draft is finished. */
    void release(int id) {
        PeerGroup group = byId.get(id);
        byId = byId.with(id, group.withUses(group.uses() - 1));
        if (group.uses() == 1) {
            unused.put(id, true);
        }
    }

    /** Looks the addresses of all groups of nodes up again. */
    void nodesChanged() {
        byNode.forEach(id -> {
            PeerGroup group = byId.get(id);
            AddressSet addresses = addressesOf(group.key());
            if (!addresses.equals(group.addresses())) {
                removedSets.add(group.addresses());
                addedSets.add(addresses);
                byId = byId.with(id, group.withAddresses(addresses));
                readdressed = readdressed.with(id);
            }
        });
    }

    private AddressSet addressesOf(GroupKey key) {
        return switch (key) {
            case GroupKey.Addresses(AddressSet set) -> set;
            case GroupKey.Nodes nodes -> {
                List<AddressRange> ranges = new ArrayList<>();
                for (Node node : facts.nodes().values()) {
                    if (nodes.nodes().matches(node.labels())) {
                        for (Address address : node.addresses()) {
                            ranges.add(new AddressRange(address, address));
                        }
                    }
                }
                yield new AddressSet(ranges);
            }
            case GroupKey.Everyone everyone -> AddressSet.EMPTY;
            case GroupKey.Pods pods -> AddressSet.EMPTY;
        };
    }

    /** What changed between the two tables, and the next table with members as they were. */
    record Outcome(
            GroupTable table,
            List<PeerGroup> fresh,
            List<PeerGroup> dead,
            Bits readdressed,
            List<AddressSet> addedSets,
            List<AddressSet> removedSets) {}

    Outcome finish() {
        List<PeerGroup> dead = new ArrayList<>();
        Ints deadIds = new Ints();
        for (int id : unused.keySet()) {
            PeerGroup group = byId.get(id);
            if (group.uses() == 0) {
                dead.add(group);
                deadIds.add(id);
                ids = ids.without(group.key());
                if (group.isByAddress()) {
                    removedSets.add(group.addresses());
                }
            }
        }
        Bits gone = deadIds.toBits();
        vacant = vacant.union(gone);
        byNode = byNode.minus(gone);
        List<PeerGroup> come = new ArrayList<>();
        fresh.toBits().minus(gone).forEach(id -> come.add(byId.get(id)));
        List<PeerGroup> left = dead.stream()
                .filter(group -> !fresh.toBits().contains(group.id()))
                .toList();
        GroupTable table = new GroupTable(byId, ids, vacant, candidates(come, left), byNode);
        return new Outcome(table, come, left, readdressed.minus(gone), addedSets, removedSets);
    }

    private PersistentMap<String, Bits> candidates(List<PeerGroup> come, List<PeerGroup> gone) {
        PersistentMap<String, Bits> next = from.candidates();
        for (Map.Entry<String, Ints> word : byWord(gone).entrySet()) {
            Bits rest = next.getOrDefault(word.getKey(), Bits.EMPTY)
                    .minus(word.getValue().toBits());
            next = rest.isEmpty() ? next.without(word.getKey()) : next.with(word.getKey(), rest);
        }
        for (Map.Entry<String, Ints> word : byWord(come).entrySet()) {
            Bits more = word.getValue().toBits();
            next = next.with(
                    word.getKey(), next.getOrDefault(word.getKey(), Bits.EMPTY).union(more));
        }
        return next;
    }

    private static Map<String, Ints> byWord(List<PeerGroup> groups) {
        Map<String, Ints> words = new HashMap<>();
        for (PeerGroup group : groups) {
            for (String word : GroupTable.words(group.key())) {
                words.computeIfAbsent(word, w -> new Ints()).add(group.id());
            }
        }
        return words;
    }
}
