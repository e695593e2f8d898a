package dev.tierwall.cli.explain;

import dev.tierwall.core.connectivity.Exposure;
import dev.tierwall.core.connectivity.Exposure.Opening;
import dev.tierwall.core.connectivity.Families;
import dev.tierwall.core.label.Labels;
import dev.tierwall.core.model.Direction;
import dev.tierwall.core.model.Pod;
import dev.tierwall.core.net.ConnectionSet;
import dev.tierwall.core.net.IpFamily;
import dev.tierwall.core.policy.CompiledPolicy;
import dev.tierwall.core.policy.EndpointClass;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Pods that policies treat alike.
 *
 * @param name what to call them
 * @param pods all of them; at least one
 * @param endpoints their class
 */
record Subject(String name, List<Pod> pods, EndpointClass endpoints) {

    /** The one that stands for them. */
    Pod pod() {
        return pods.getFirst();
    }

    /** The labels that all of them have. */
    Labels labels() {
        Labels first = pod().labels();
        return first.only(
                key -> pods.stream().allMatch(each -> each.labels().get(key).equals(first.get(key))));
    }

    /** One subject for each class among some pods of a workload. */
    static List<Subject> of(CompiledPolicy policy, String name, List<Pod> pods) {
        Map<EndpointClass, List<Pod>> byClass = new LinkedHashMap<>();
        for (Pod pod : pods) {
            EndpointClass endpoints = policy.classOf(pod.key()).orElseThrow();
            byClass.computeIfAbsent(endpoints, e -> new ArrayList<>()).add(pod);
        }
        List<Subject> subjects = new ArrayList<>();
        byClass.forEach((endpoints, alike) -> {
            String own = byClass.size() == 1
                    ? name
                    : String.join(
                            ", ",
                            alike.stream().map(pod -> pod.key().qualifiedName()).toList());
            subjects.add(new Subject(own, alike, endpoints));
        });
        return subjects;
    }

    /** What is open to pods that do not exist yet; said once where it is the same in all families. */
    List<Opening> openings(CompiledPolicy policy) {
        record Key(Direction direction, Optional<?> pods, ConnectionSet connections) {}
        Map<Key, Opening> found = new LinkedHashMap<>();
        for (IpFamily family : Families.of(policy.snapshot())) {
            for (Opening opening : Exposure.of(policy, pod(), family)) {
                found.putIfAbsent(new Key(opening.direction(), opening.pods(), opening.connections()), opening);
            }
        }
        return List.copyOf(found.values());
    }
}
