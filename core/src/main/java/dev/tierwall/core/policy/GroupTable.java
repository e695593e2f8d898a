package dev.tierwall.core.policy;

import dev.tierwall.core.collect.Bits;
import dev.tierwall.core.collect.Chunks;
import dev.tierwall.core.collect.PersistentMap;
import dev.tierwall.core.label.Requirement;
import dev.tierwall.core.model.Peer.NamespaceMatch;
import dev.tierwall.core.net.Address;
import dev.tierwall.core.net.AddressRange;
import dev.tierwall.core.net.AddressSet;
import dev.tierwall.core.net.IpFamily;
import java.util.ArrayList;
import java.util.List;

/**
 * All peer groups in use, and an index of those that a class could belong to.
 *
 * @param byId the groups by number; those that are vacant are leftovers
 * @param ids the number of each group
 * @param vacant numbers that no group has at present
 * @param candidates groups by one thing that their members need: a namespace, a label, both, or leading bits of
 *     an address
 * @param byNode groups of nodes, whose addresses change
 */
record GroupTable(
        Chunks<PeerGroup> byId,
        PersistentMap<GroupKey, Integer> ids,
        Bits vacant,
        PersistentMap<String, Bits> candidates,
        Bits byNode) {

    /** The number of the group of everyone, which is always there and has no list of members. */
    static final int EVERYONE = 0;

    private static final String ANY_NAMESPACE = "";
    private static final String WIDE = "@";

    static final GroupTable EMPTY = new GroupTable(
            Chunks.<PeerGroup>empty()
                    .with(
                            EVERYONE,
                            new PeerGroup(
                                    EVERYONE, new GroupKey.Everyone(), AddressSet.EMPTY, Bits.EMPTY, Bits.EMPTY, 1)),
            PersistentMap.<GroupKey, Integer>empty().with(new GroupKey.Everyone(), EVERYONE),
            Bits.EMPTY,
            PersistentMap.empty(),
            Bits.EMPTY);

    Bits live() {
        return Bits.range(0, byId.size()).minus(vacant);
    }

    /** The words under which a group is found. A class that has none of them cannot belong to it. */
    static List<String> words(GroupKey key) {
        return switch (key) {
            case GroupKey.Pods pods -> words(pods);
            case GroupKey.Addresses(AddressSet set) ->
                set.ranges().stream().map(GroupTable::neighbourhood).distinct().toList();
            case GroupKey.Everyone everyone -> List.of();
            case GroupKey.Nodes nodes -> List.of();
        };
    }

    private static List<String> words(GroupKey.Pods key) {
        String namespace = key.namespaces() instanceof NamespaceMatch.Named(String name) ? name : ANY_NAMESPACE;
        for (Requirement requirement : key.pods().requirements()) {
            if (requirement.operator() == Requirement.Operator.IN) {
                return requirement.values().stream()
                        .map(value -> word(namespace, ClassTable.label(requirement.key(), value)))
                        .toList();
            }
        }
        return List.of(word(namespace, ""));
    }

    private static String word(String namespace, String label) {
        return namespace + '/' + label;
    }

    /** The leading bits that all addresses of a range share, if it is not too wide for that. */
    private static String neighbourhood(AddressRange range) {
        String first = neighbourhood(range.first());
        return first.equals(neighbourhood(range.last())) ? first : WIDE;
    }

    private static String neighbourhood(Address address) {
        long leading = address.family() == IpFamily.IPV4 ? address.low() >>> 24 : address.high() >>> 48;
        return "@" + address.family() + leading;
    }

    /** The groups that a class could belong to; the others need something that it does not have. */
    Bits candidatesFor(ClassKey key) {
        List<String> words = new ArrayList<>();
        words.add(WIDE);
        for (IpFamily family : IpFamily.values()) {
            if (key.place(family) instanceof Place.At(Address start)) {
                words.add(neighbourhood(start));
            }
        }
        if (!key.hostNetwork()) {
            addPodWords(key, words);
        }
        Bits found = byNode;
        for (String word : words) {
            found = found.union(candidates.getOrDefault(word, Bits.EMPTY));
        }
        return found;
    }

    private static void addPodWords(ClassKey key, List<String> words) {
        for (String namespace : List.of(key.namespace(), ANY_NAMESPACE)) {
            words.add(word(namespace, ""));
            for (int i = 0; i < key.labels().size(); i++) {
                String label =
                        ClassTable.label(key.labels().key(i), key.labels().value(i));
                words.add(word(namespace, label));
            }
        }
    }
}
