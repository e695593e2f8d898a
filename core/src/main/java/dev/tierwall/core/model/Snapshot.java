package dev.tierwall.core.model;

import dev.tierwall.core.collect.PersistentMap;
import dev.tierwall.core.label.Labels;

/**
 * The facts of a cluster at one moment. Immutable; {@link #with} shares all that did not change.
 *
 * @param namespaces by name
 * @param pods pods and workload templates
 * @param nodes by name
 * @param services Services
 * @param slices EndpointSlices
 * @param ingresses Ingresses
 * @param gateways Gateways
 * @param routes Routes of the Gateway API
 * @param policies policies of every kind
 */
public record Snapshot(
        PersistentMap<String, Namespace> namespaces,
        PersistentMap<ObjectKey, Pod> pods,
        PersistentMap<String, Node> nodes,
        PersistentMap<ObjectKey, Service> services,
        PersistentMap<ObjectKey, EndpointSlice> slices,
        PersistentMap<ObjectKey, Ingress> ingresses,
        PersistentMap<ObjectKey, Gateway> gateways,
        PersistentMap<ObjectKey, Route> routes,
        PersistentMap<ObjectKey, Policy> policies) {

    public static final Snapshot EMPTY = new Snapshot(
            PersistentMap.empty(),
            PersistentMap.empty(),
            PersistentMap.empty(),
            PersistentMap.empty(),
            PersistentMap.empty(),
            PersistentMap.empty(),
            PersistentMap.empty(),
            PersistentMap.empty(),
            PersistentMap.empty());

    /** A snapshot of these objects; of two with one key the later stays. */
    public static Snapshot of(Iterable<? extends ClusterObject> objects) {
        return new SnapshotWriter(EMPTY).putAll(objects).snapshot();
    }

    public Snapshot with(Change change) {
        SnapshotWriter writer = new SnapshotWriter(this);
        writer.apply(change);
        return writer.snapshot();
    }

    /** This snapshot after all the changes, in order. */
    public Snapshot with(Iterable<? extends Change> changes) {
        SnapshotWriter writer = new SnapshotWriter(this);
        changes.forEach(writer::apply);
        return writer.snapshot();
    }

    /** A namespace's labels; those of a synthesised one where the namespace was not read. */
    public Labels namespaceLabels(String name) {
        return namespaces
                .get(name)
                .map(Namespace::labels)
                .orElseGet(() -> Namespace.synthesised(name).labels());
    }
}
