package dev.tierwall.core.policy;

import dev.tierwall.core.collect.Bits;
import dev.tierwall.core.collect.Chunks;
import dev.tierwall.core.model.Direction;
import dev.tierwall.core.model.Policy.Tier;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Which policies select each class.
 *
 * @param ingress by the number of the class
 * @param egress by the number of the class
 */
record SubjectTable(Chunks<SubjectClass> ingress, Chunks<SubjectClass> egress) {

    static final SubjectTable EMPTY = new SubjectTable(Chunks.empty(), Chunks.empty());

    SubjectClass of(int endpointClass, Direction direction) {
        return (direction == Direction.INGRESS ? ingress : egress).get(endpointClass);
    }

    /** The table with the policies of some classes found anew. */
    SubjectTable with(Bits touched, ClassTable classes, PolicyTable policies, GroupTable groups) {
        if (touched.isEmpty()) {
            return this;
        }
        List<PolicyRules> relevant = relevant(touched, classes, policies);
        return new SubjectTable(
                updated(ingress, Direction.INGRESS, touched, relevant, groups),
                updated(egress, Direction.EGRESS, touched, relevant, groups));
    }

    /** All policies that may select one of these classes, in the order of evaluation within each namespace. */
    private static List<PolicyRules> relevant(Bits touched, ClassTable classes, PolicyTable policies) {
        Set<String> namespaces = new HashSet<>();
        touched.forEach(id -> namespaces.add(classes.byId().get(id).key().namespace()));
        List<PolicyRules> relevant = new ArrayList<>();
        Predicate<PolicyRules> admin = rules -> rules.policy().tier() == Tier.ADMIN;
        policies.clusterWide().stream().filter(admin).forEach(relevant::add);
        for (String namespace : namespaces) {
            relevant.addAll(policies.byNamespace().getOrDefault(namespace, List.of()));
        }
        policies.clusterWide().stream().filter(admin.negate()).forEach(relevant::add);
        return relevant;
    }

    private static Chunks<SubjectClass> updated(
            Chunks<SubjectClass> table,
            Direction direction,
            Bits touched,
            List<PolicyRules> relevant,
            GroupTable groups) {
        Map<Integer, List<PolicyRules>> lists = new HashMap<>();
        for (PolicyRules rules : relevant) {
            if (rules.appliesTo(direction)) {
                Bits subjects = groups.byId().get(rules.subject()).members().intersect(touched);
                subjects.forEach(
                        id -> lists.computeIfAbsent(id, k -> new ArrayList<>(4)).add(rules));
            }
        }
        Map<List<PolicyRules>, SubjectClass> interned = new HashMap<>();
        Chunks<SubjectClass> next = table;
        for (int id = touched.next(0); id >= 0; id = touched.next(id + 1)) {
            SubjectClass subject = interned.computeIfAbsent(
                    lists.getOrDefault(id, List.of()), list -> new SubjectClass(direction, list));
            while (next.size() < id) {
                next = next.with(next.size(), subject);
            }
            next = next.with(id, subject);
        }
        return next;
    }
}
