package dev.tierwall.cli.explain;

import dev.tierwall.core.model.ObjectKey;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;

/** Names of many workloads, those of a namespace together once there are too many. */
final class WorkloadNames {
    private static final int MOST = 8;

    private WorkloadNames() {}

    /** All names, or for each namespace the number of its workloads. */
    static List<String> of(SortedSet<ObjectKey> workloads) {
        if (workloads.size() <= MOST) {
            List<String> names =
                    workloads.stream().map(ObjectKey::qualifiedName).toList();
            return workloads.stream()
                    .map(workload -> Collections.frequency(names, workload.qualifiedName()) > 1
                            ? workload.toString()
                            : workload.qualifiedName())
                    .toList();
        }
        Map<String, Integer> byNamespace = new TreeMap<>();
        workloads.forEach(workload -> byNamespace.merge(workload.namespace(), 1, Integer::sum));
        List<String> counts = new ArrayList<>();
        byNamespace.forEach((namespace, count) ->
                counts.add(count + (count == 1 ? " workload in " : " workloads in ") + namespace));
        return counts.size() <= MOST
                ? counts
                : List.of(workloads.size() + " workloads in " + counts.size() + " namespaces");
    }
}
