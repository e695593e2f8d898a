package dev.tierwall.kube.watch;

import dev.tierwall.core.label.Labels;
import dev.tierwall.core.model.Change;
import dev.tierwall.core.model.ClusterObject;
import dev.tierwall.core.model.EndpointSlice;
import dev.tierwall.core.model.Location;
import dev.tierwall.core.model.Namespace;
import dev.tierwall.core.model.ObjectKey;
import dev.tierwall.core.model.Pod;
import dev.tierwall.core.model.Service;
import dev.tierwall.core.model.Snapshot;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Lays manifests over a cluster: what the cluster would be if they were applied. What a manifest leaves to the cluster,
 * such as addresses, stays as the cluster has it. Where a workload's template changes, its pods give way to it, for they
 * would be replaced.
 */
public final class Overlay {
    private final Snapshot cluster;
    private final Map<ObjectKey, List<Pod>> podsOf = new HashMap<>();
    private final Set<ObjectKey> gone = new HashSet<>();
    private final List<Change> changes = new ArrayList<>();

    private Overlay(Snapshot cluster) {
        this.cluster = cluster;
    }

    /** The cluster with these objects applied. */
    public static Snapshot of(Snapshot cluster, List<ClusterObject> objects) {
        Overlay overlay = new Overlay(cluster);
        for (Pod pod : cluster.pods().values()) {
            overlay.podsOf
                    .computeIfAbsent(pod.workload(), workload -> new ArrayList<>())
                    .add(pod);
        }
        objects.forEach(overlay::apply);
        // First the slices, so that one of the manifests still takes the place of the cluster's.
        return cluster.with(overlay.shortenedSlices()).with(overlay.changes);
    }

    private void apply(ClusterObject object) {
        switch (object) {
            case Pod pod when pod.isTemplate() -> template(pod);
            case Pod pod ->
                put(cluster.pods().get(pod.key()).map(live -> merged(pod, live)).orElse(pod));
            case Service service ->
                put(cluster.services()
                        .get(service.key())
                        .map(live -> merged(service, live))
                        .orElse(service));
            case Namespace namespace when isSupposed(namespace) -> {}
            default -> put(object);
        }
    }

    /** A namespace that something names and no manifest describes; if the cluster has it, the cluster knows better. */
    private boolean isSupposed(Namespace namespace) {
        return namespace.location().equals(Location.NONE)
                && cluster.namespaces().has(namespace.name());
    }

    private void put(ClusterObject object) {
        changes.add(new Change.Put(object));
    }

    private void template(Pod template) {
        List<Pod> live = podsOf.getOrDefault(template.key(), List.of());
        List<Pod> running = live.stream().filter(Pod::isEndpoint).toList();
        boolean same = !running.isEmpty() && running.stream().allMatch(pod -> isMadeFrom(template, pod));
        if (same) {
            return;
        }
        for (Pod pod : live) {
            gone.add(pod.key());
            changes.add(new Change.Delete(pod.key()));
        }
        put(template);
    }

    /** Whether a pod is as the template wants it, but for the labels that controllers add. */
    private static boolean isMadeFrom(Pod template, Pod pod) {
        Labels own = pod.labels().only(key -> template.labels().has(key) || !isAdded(key));
        return own.equals(template.labels())
                && pod.ports().equals(template.ports())
                && pod.hostNetwork() == template.hostNetwork();
    }

    private static boolean isAdded(String label) {
        return switch (label) {
            case "pod-template-hash",
                    "controller-revision-hash",
                    "pod-template-generation",
                    "statefulset.kubernetes.io/pod-name",
                    "apps.kubernetes.io/pod-index",
                    "job-name",
                    "controller-uid",
                    "batch.kubernetes.io/job-name",
                    "batch.kubernetes.io/controller-uid",
                    "batch.kubernetes.io/job-completion-index" -> true;
            default -> false;
        };
    }

    /** A manifest of a pod says nothing of where it runs. */
    private static Pod merged(Pod written, Pod live) {
        return new Pod(
                written.key(),
                written.labels(),
                written.addresses().isEmpty() ? live.addresses() : written.addresses(),
                written.ports(),
                written.hostNetwork(),
                live.state(),
                written.node().or(live::node),
                live.workload(),
                written.location());
    }

    private static Service merged(Service written, Service live) {
        return new Service(
                written.key(),
                written.labels(),
                written.selector(),
                written.ports(),
                written.addresses().isEmpty() && written.type() == live.type() ? live.addresses() : written.addresses(),
                written.type(),
                written.location());
    }

    /** The cluster's slices without the addresses of pods that are gone, as far as that changes them. */
    private List<Change> shortenedSlices() {
        List<Change> shortened = new ArrayList<>();
        if (gone.isEmpty()) {
            return shortened;
        }
        for (EndpointSlice slice : cluster.slices().values()) {
            List<EndpointSlice.Backend> left = slice.endpoints().stream()
                    .filter(backend -> !isGone(slice.key().namespace(), backend))
                    .toList();
            if (left.size() < slice.endpoints().size()) {
                shortened.add(new Change.Put(
                        new EndpointSlice(slice.key(), slice.service(), left, slice.ports(), slice.location())));
            }
        }
        return shortened;
    }

    private boolean isGone(String namespace, EndpointSlice.Backend backend) {
        return backend.pod().isPresent()
                && gone.contains(
                        new ObjectKey(Pod.KIND, namespace, backend.pod().get()));
    }
}
