package dev.tierwall.core.policy;

import dev.tierwall.core.collect.Bits;
import dev.tierwall.core.collect.PersistentMap;
import dev.tierwall.core.model.Direction;
import dev.tierwall.core.model.ObjectKey;
import dev.tierwall.core.model.Pod;
import dev.tierwall.core.net.AddressSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * All that compiling derives from facts, free of the numbers that history gave: what equality of compiled models means.
 *
 * @param vocabulary what policies speak of
 * @param members the endpoints of each class
 * @param groups the members of each group
 * @param isolation the policies that select each class
 * @param indexes what classes are found by
 */
record Derived(
        Vocabulary vocabulary,
        Map<ClassKey, PersistentMap<ObjectKey, Pod>> members,
        Map<GroupKey, Group> groups,
        Map<ClassKey, List<List<ObjectKey>>> isolation,
        Map<String, Set<ClassKey>> indexes) {

    record Group(AddressSet addresses, int uses, Set<ClassKey> ipv4, Set<ClassKey> ipv6) {}

    static Derived of(CompiledPolicy policy) {
        Map<ClassKey, PersistentMap<ObjectKey, Pod>> members = new HashMap<>();
        Map<ClassKey, List<List<ObjectKey>>> isolation = new HashMap<>();
        policy.liveClasses().forEach(id -> {
            EndpointClass endpoints = policy.endpointClass(id);
            members.put(endpoints.key(), endpoints.members());
            isolation.put(
                    endpoints.key(),
                    List.of(names(policy.subject(id, Direction.INGRESS)), names(policy.subject(id, Direction.EGRESS))));
        });
        Map<GroupKey, Group> groups = new HashMap<>();
        for (PersistentMap.Entry<GroupKey, Integer> entry : policy.groups().ids()) {
            PeerGroup group = policy.group(entry.value());
            groups.put(
                    entry.key(),
                    new Group(group.addresses(), group.uses(), keys(group.ipv4(), policy), keys(group.ipv6(), policy)));
        }
        return new Derived(policy.vocabulary(), members, groups, isolation, indexes(policy));
    }

    private static Map<String, Set<ClassKey>> indexes(CompiledPolicy policy) {
        ClassTable classes = policy.classes();
        Map<String, Set<ClassKey>> indexes = new HashMap<>();
        indexes.put("/ipv4", keys(classes.ipv4(), policy));
        indexes.put("/ipv6", keys(classes.ipv6(), policy));
        for (PersistentMap.Entry<String, Bits> entry : classes.byNamespace()) {
            indexes.put("/namespace/" + entry.key(), keys(entry.value(), policy));
        }
        for (PersistentMap.Entry<String, Bits> entry : classes.byLabel()) {
            indexes.put("/label/" + entry.key(), keys(entry.value(), policy));
        }
        return indexes;
    }

    private static List<ObjectKey> names(SubjectClass subject) {
        return subject.policies().stream().map(rules -> rules.policy().key()).toList();
    }

    private static Set<ClassKey> keys(Bits classes, CompiledPolicy policy) {
        Set<ClassKey> keys = new HashSet<>();
        classes.forEach(id -> keys.add(policy.endpointClass(id).key()));
        return keys;
    }
}
