package dev.tierwall.core.connectivity;

import dev.tierwall.core.label.Labels;
import dev.tierwall.core.label.Requirement;
import dev.tierwall.core.label.Selector;
import dev.tierwall.core.model.Direction;
import dev.tierwall.core.model.Namespace;
import dev.tierwall.core.model.Peer.NamespaceMatch;
import dev.tierwall.core.model.Pod;
import dev.tierwall.core.net.ConnectionSet;
import dev.tierwall.core.net.IpFamily;
import dev.tierwall.core.policy.CompiledPolicy;
import dev.tierwall.core.policy.CompiledRule;
import dev.tierwall.core.policy.GroupKey;
import dev.tierwall.core.policy.Imagined;
import dev.tierwall.core.policy.PolicyRules;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * What a pod would accept from, and send to, pods that do not exist yet: any pod at all, and for each selector in the
 * rules of its policies a pod that has just what the selector asks for.
 */
public final class Exposure {

    /**
     * What one kind of pods to come may open or accept.
     *
     * @param direction whether they open connections to the pod or accept its
     * @param pods which pods; empty for any pod of any namespace that none of the selectors matches
     * @param connections what is open; may be empty where a selector is shut out though others are let in
     * @param family the family it is true of
     */
    public record Opening(
            Direction direction, Optional<GroupKey.Pods> pods, ConnectionSet connections, IpFamily family) {}

    private Exposure() {}

    /** The openings of one pod in one family: first those to any pod, then those where a selector opens more or less. */
    public static List<Opening> of(CompiledPolicy policy, Pod pod, IpFamily family) {
        List<Opening> openings = new ArrayList<>();
        policy.classOf(pod.key())
                .filter(endpoints -> endpoints.key().isIn(family))
                .ifPresent(endpoints -> {
                    for (Direction direction : Direction.values()) {
                        Set<GroupKey.Pods> selectors = new LinkedHashSet<>();
                        for (PolicyRules rules :
                                policy.subject(endpoints.id(), direction).policies()) {
                            addSelectors(policy, rules.rules(direction), selectors);
                        }
                        addOpenings(policy, new View(endpoints.id(), direction, family), selectors, openings);
                    }
                });
        return openings;
    }

    /** One side of the pod's class. */
    private record View(int endpointClass, Direction direction, IpFamily family) {

        ConnectionSet allowedWith(CompiledPolicy policy, Imagined pod) {
            return pod.allowedWith(policy, endpointClass, direction, family);
        }
    }

    private static void addSelectors(CompiledPolicy policy, List<CompiledRule> rules, Set<GroupKey.Pods> selectors) {
        for (CompiledRule rule : rules) {
            for (CompiledRule.PeerRef peer : rule.peers()) {
                if (policy.group(peer.group()).key() instanceof GroupKey.Pods pods) {
                    selectors.add(pods);
                }
            }
        }
    }

    private static void addOpenings(
            CompiledPolicy policy, View view, Set<GroupKey.Pods> selectors, List<Opening> openings) {
        ConnectionSet toAny = view.allowedWith(policy, Imagined.ANY);
        if (!toAny.isEmpty()) {
            openings.add(new Opening(view.direction(), Optional.empty(), toAny, view.family()));
        }
        for (GroupKey.Pods selector : selectors) {
            imagine(policy, selector).ifPresent(imagined -> {
                ConnectionSet toThese = view.allowedWith(policy, imagined);
                if (!toThese.equals(toAny)) {
                    openings.add(new Opening(view.direction(), Optional.of(selector), toThese, view.family()));
                }
            });
        }
    }

    /** A pod that has just what a selector asks for; empty if nothing can have it. */
    private static Optional<Imagined> imagine(CompiledPolicy policy, GroupKey.Pods selector) {
        Optional<Labels> labels = leastLabels(selector.pods());
        return switch (selector.namespaces()) {
            case NamespaceMatch.Named(String name) ->
                labels.map(
                        own -> new Imagined(Optional.of(name), policy.snapshot().namespaceLabels(name), own));
            case NamespaceMatch.Matching(Selector namespaces) ->
                labels.flatMap(own -> leastLabels(namespaces)
                        .map(theirs -> new Imagined(theirs.get(Namespace.NAME_LABEL), theirs, own)));
        };
    }

    /** The fewest labels that a selector matches; empty if its requirements contradict each other. */
    static Optional<Labels> leastLabels(Selector selector) {
        Map<String, String> labels = new TreeMap<>();
        for (Requirement requirement : selector.requirements()) {
            String key = requirement.key();
            List<Requirement> together = selector.requirements().stream()
                    .filter(other -> other.key().equals(key))
                    .toList();
            if (new Selector(together).matches(Labels.NONE)) {
                continue;
            }
            Optional<String> value = candidates(together).stream()
                    .filter(candidate -> new Selector(together).matches(Labels.of(Map.of(key, candidate))))
                    .findFirst();
            if (value.isEmpty()) {
                return Optional.empty();
            }
            labels.put(key, value.get());
        }
        return Optional.of(Labels.of(labels));
    }

    /** The values that are named, and one that is not. */
    private static List<String> candidates(List<Requirement> requirements) {
        List<String> values = new ArrayList<>();
        StringBuilder unnamed = new StringBuilder("any");
        for (Requirement requirement : requirements) {
            if (requirement.operator() == Requirement.Operator.IN) {
                values.addAll(requirement.values());
            } else {
                requirement.values().forEach(value -> unnamed.append('-').append(value));
            }
        }
        values.add(unnamed.toString());
        return values;
    }
}
