package dev.tierwall.cli.report.rows;

import dev.tierwall.core.connectivity.Exposure;
import dev.tierwall.core.connectivity.Exposure.Opening;
import dev.tierwall.core.connectivity.Families;
import dev.tierwall.core.label.Selector;
import dev.tierwall.core.model.Direction;
import dev.tierwall.core.model.ObjectKey;
import dev.tierwall.core.model.Peer.NamespaceMatch;
import dev.tierwall.core.model.Pod;
import dev.tierwall.core.net.ConnectionSet;
import dev.tierwall.core.net.IpFamily;
import dev.tierwall.core.policy.CompiledPolicy;
import dev.tierwall.core.policy.EndpointClass;
import dev.tierwall.core.policy.GroupKey;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * What some pod of a workload would accept from, or send to, pods that do not exist yet.
 *
 * @param workload the workload
 * @param direction whether those pods open connections to it or accept its
 * @param pods which pods; empty for any pod that is not named by a selector
 * @param connections what is open; empty where such pods are shut out though others are let in
 * @param only the one family it is true of, where the families differ
 */
public record WorkloadOpening(
        ObjectKey workload,
        Direction direction,
        Optional<GroupKey.Pods> pods,
        ConnectionSet connections,
        Optional<IpFamily> only) {

    private record To(Direction direction, Optional<GroupKey.Pods> pods) {}

    /** The openings of the wanted workloads, by workload. */
    public static List<WorkloadOpening> of(CompiledPolicy policy, Predicate<ObjectKey> wanted) {
        Set<IpFamily> families = Families.of(policy.snapshot());
        Map<ObjectKey, List<Pod>> pods = new TreeMap<>();
        policy.liveClasses().forEach(id -> {
            EndpointClass endpoints = policy.endpointClass(id);
            Map<ObjectKey, Pod> oneOfEach = new LinkedHashMap<>();
            endpoints.members().values().forEach(pod -> oneOfEach.merge(pod.workload(), pod, WorkloadOpening::first));
            oneOfEach.forEach((workload, pod) ->
                    pods.computeIfAbsent(workload, key -> new ArrayList<>(1)).add(pod));
        });
        List<WorkloadOpening> openings = new ArrayList<>();
        pods.forEach((workload, some) -> {
            if (wanted.test(workload)) {
                addOpenings(policy, workload, some, families, openings);
            }
        });
        return openings;
    }

    private static Pod first(Pod one, Pod other) {
        return one.key().compareTo(other.key()) <= 0 ? one : other;
    }

    private static void addOpenings(
            CompiledPolicy policy,
            ObjectKey workload,
            List<Pod> pods,
            Set<IpFamily> families,
            List<WorkloadOpening> openings) {
        Map<To, Map<IpFamily, ConnectionSet>> found = new LinkedHashMap<>();
        for (IpFamily family : families) {
            for (Pod pod : pods) {
                for (Opening opening : Exposure.of(policy, pod, family)) {
                    found.computeIfAbsent(new To(opening.direction(), opening.pods()), to -> new TreeMap<>())
                            .merge(family, opening.connections(), ConnectionSet::union);
                }
            }
        }
        found.forEach((to, byFamily) -> {
            boolean same = byFamily.size() == families.size()
                    && byFamily.values().stream().distinct().count() == 1;
            byFamily.forEach((family, connections) -> {
                Optional<IpFamily> only = same || families.size() == 1 ? Optional.empty() : Optional.of(family);
                WorkloadOpening opening = new WorkloadOpening(workload, to.direction(), to.pods(), connections, only);
                if (!openings.contains(opening)) {
                    openings.add(opening);
                }
            });
        });
    }

    /** The pods in words. */
    String podsInWords() {
        if (pods.isEmpty()) {
            return "any other pod";
        }
        Selector labels = pods.get().pods();
        String which = labels.isEverything() ? "any pod" : "pods " + labels;
        return switch (pods.get().namespaces()) {
            case NamespaceMatch.Named(String name) -> which + " of namespace " + name;
            case NamespaceMatch.Matching(Selector selector) ->
                which + (selector.isEverything() ? " of any namespace" : " of namespaces " + selector);
        };
    }
}
