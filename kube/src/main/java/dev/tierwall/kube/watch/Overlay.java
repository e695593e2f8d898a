package dev.tierwall.kube.watch;

import dev.tierwall.core.model.Change;
import dev.tierwall.core.model.ClusterObject;
import dev.tierwall.core.model.EndpointSlice;
import dev.tierwall.core.model.Location;
import dev.tierwall.core.model.Namespace;
import dev.tierwall.core.model.ObjectKey;
import dev.tierwall.core.model.Pod;
import dev.tierwall.core.model.Snapshot;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What a cluster would be if files were applied to it. An object of a file takes the place of the one with the same key; a
 * workload takes the place of its running pods, which its template would replace.
 */
public final class Overlay {

    private Overlay() {}

    /** The facts of the cluster with those of the files over them. */
    public static Snapshot over(Snapshot cluster, Snapshot files) {
        Set<ObjectKey> workloads = new HashSet<>();
        files.pods().values().forEach(pod -> {
            if (pod.isTemplate()) {
                workloads.add(pod.key());
                workloads.add(pod.workload());
            }
        });
        Set<ObjectKey> replaced = new HashSet<>();
        cluster.pods().values().forEach(pod -> {
            if (workloads.contains(pod.workload()) || workloads.contains(pod.key())) {
                replaced.add(pod.key());
            }
        });
        List<Change> changes = new ArrayList<>();
        replaced.forEach(key -> changes.add(new Change.Delete(key)));
        if (!replaced.isEmpty()) {
            cluster.slices()
                    .values()
                    .forEach(slice -> without(slice, replaced).ifPresent(left -> changes.add(new Change.Put(left))));
        }
        objects(files).forEach(object -> {
            if (!isGuess(object, cluster)) {
                changes.add(new Change.Put(object));
            }
        });
        return cluster.with(changes);
    }

    /** A slice less the addresses of pods that are gone; empty if it has none of these. */
    private static Optional<EndpointSlice> without(EndpointSlice slice, Set<ObjectKey> gone) {
        String namespace = slice.key().namespace();
        List<EndpointSlice.Backend> left = slice.endpoints().stream()
                .filter(backend -> backend.pod()
                        .map(name -> !gone.contains(new ObjectKey(Pod.KIND, namespace, name)))
                        .orElse(true))
                .toList();
        return left.size() == slice.endpoints().size()
                ? Optional.empty()
                : Optional.of(new EndpointSlice(slice.key(), slice.service(), left, slice.ports(), slice.location()));
    }

    /** A namespace that no file says anything about is only supposed to be there; the cluster knows better. */
    private static boolean isGuess(ClusterObject object, Snapshot cluster) {
        return object instanceof Namespace namespace
                && namespace.location().equals(Location.NONE)
                && cluster.namespaces().get(namespace.name()).isPresent();
    }

    private static List<ClusterObject> objects(Snapshot files) {
        List<ClusterObject> objects = new ArrayList<>();
        files.namespaces().values().forEach(objects::add);
        files.pods().values().forEach(objects::add);
        files.nodes().values().forEach(objects::add);
        files.services().values().forEach(objects::add);
        files.slices().values().forEach(objects::add);
        files.ingresses().values().forEach(objects::add);
        files.gateways().values().forEach(objects::add);
        files.routes().values().forEach(objects::add);
        files.policies().values().forEach(objects::add);
        return objects;
    }
}
