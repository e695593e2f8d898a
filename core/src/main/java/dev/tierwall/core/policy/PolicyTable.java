package dev.tierwall.core.policy;

import dev.tierwall.core.collect.PersistentMap;
import dev.tierwall.core.model.NetworkPolicy;
import dev.tierwall.core.model.ObjectKey;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * All compiled policies, and where to look for those that may select a pod.
 *
 * @param byKey every policy
 * @param byNamespace the NetworkPolicies of each namespace, in order
 * @param clusterWide the other policies, in the order of evaluation
 */
record PolicyTable(
        PersistentMap<ObjectKey, PolicyRules> byKey,
        PersistentMap<String, List<PolicyRules>> byNamespace,
        List<PolicyRules> clusterWide) {

    static final PolicyTable EMPTY = new PolicyTable(PersistentMap.empty(), PersistentMap.empty(), List.of());

    /** The table without some policies and then with others. */
    PolicyTable with(Collection<PolicyRules> removed, Collection<PolicyRules> added) {
        PersistentMap<ObjectKey, PolicyRules> keys = byKey;
        Map<String, List<PolicyRules>> namespaced = new HashMap<>();
        List<PolicyRules> wide = new ArrayList<>(clusterWide);
        Set<PolicyRules> gone = new HashSet<>(removed);
        for (PolicyRules rules : removed) {
            keys = keys.without(rules.policy().key());
            if (rules.policy() instanceof NetworkPolicy) {
                listOf(rules, namespaced);
            }
        }
        namespaced.values().forEach(list -> list.removeAll(gone));
        wide.removeAll(gone);
        for (PolicyRules rules : added) {
            keys = keys.with(rules.policy().key(), rules);
            (rules.policy() instanceof NetworkPolicy ? listOf(rules, namespaced) : wide).add(rules);
        }
        wide.sort(PolicyRules.ORDER);
        PersistentMap<String, List<PolicyRules>> lists = byNamespace;
        for (Map.Entry<String, List<PolicyRules>> entry : namespaced.entrySet()) {
            entry.getValue().sort(PolicyRules.ORDER);
            lists = entry.getValue().isEmpty()
                    ? lists.without(entry.getKey())
                    : lists.with(entry.getKey(), List.copyOf(entry.getValue()));
        }
        return new PolicyTable(keys, lists, List.copyOf(wide));
    }

    private List<PolicyRules> listOf(PolicyRules rules, Map<String, List<PolicyRules>> namespaced) {
        return namespaced.computeIfAbsent(
                rules.policy().key().namespace(),
                namespace -> new ArrayList<>(byNamespace.getOrDefault(namespace, List.of())));
    }
}
