package dev.tierwall.core.policy;

import dev.tierwall.core.collect.Bits;
import dev.tierwall.core.collect.Chunks;
import dev.tierwall.core.collect.PersistentMap;
import dev.tierwall.core.label.Requirement;
import dev.tierwall.core.model.Peer.NamespaceMatch;
import dev.tierwall.core.net.AddressSet;
import java.util.ArrayList;
import java.util.List;

/**
 * All peer groups in use, and an index of those that a class could belong to.
 *
 * @param byId the groups by number; those that are vacant are leftovers
 * @param ids the number of each group
 * @param vacant numbers that no group has at present
 * @param candidates groups of pods by one thing that their members need: a namespace, a label, or both
 * @param byAddress groups by address
 */
record GroupTable(
        Chunks<PeerGroup> byId,
        PersistentMap<GroupKey, Integer> ids,
        Bits vacant,
        PersistentMap<String, Bits> candidates,
        Bits byAddress) {

    /** The number of the group of everyone, which is always there and has no list of members. */
    static final int EVERYONE = 0;

    private static final String ANY_NAMESPACE = "";

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

    /** The words under which a group of pods is found. A class that has none of them cannot belong to it. */
    static List<String> words(GroupKey.Pods key) {
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

    /** The groups of pods that a class could belong to; the others need something that it does not have. */
    Bits candidatesFor(ClassKey key) {
        if (key.hostNetwork()) {
            return Bits.EMPTY;
        }
        List<String> words = new ArrayList<>();
        for (String namespace : List.of(key.namespace(), ANY_NAMESPACE)) {
            words.add(word(namespace, ""));
            for (int i = 0; i < key.labels().size(); i++) {
                String label =
                        ClassTable.label(key.labels().key(i), key.labels().value(i));
                words.add(word(namespace, label));
            }
        }
        Bits found = Bits.EMPTY;
        for (String word : words) {
            found = found.union(candidates.getOrDefault(word, Bits.EMPTY));
        }
        return found;
    }
}
