package dev.tierwall.core.model;

import dev.tierwall.core.collect.PersistentMap;

/** Applies changes to the maps of a snapshot, one map assignment each. Package-private and short-lived. */
final class SnapshotWriter {

    private PersistentMap<String, Namespace> namespaces;
    private PersistentMap<ObjectKey, Pod> pods;
    private PersistentMap<String, Node> nodes;
    private PersistentMap<ObjectKey, Service> services;
    private PersistentMap<ObjectKey, EndpointSlice> slices;
    private PersistentMap<ObjectKey, Ingress> ingresses;
    private PersistentMap<ObjectKey, Gateway> gateways;
    private PersistentMap<ObjectKey, Route> routes;
    private PersistentMap<ObjectKey, Policy> policies;

    SnapshotWriter(Snapshot from) {
        namespaces = from.namespaces();
        pods = from.pods();
        nodes = from.nodes();
        services = from.services();
        slices = from.slices();
        ingresses = from.ingresses();
        gateways = from.gateways();
        routes = from.routes();
        policies = from.policies();
    }

    Snapshot snapshot() {
        return new Snapshot(namespaces, pods, nodes, services, slices, ingresses, gateways, routes, policies);
    }

    SnapshotWriter putAll(Iterable<? extends ClusterObject> objects) {
        objects.forEach(this::put);
        return this;
    }

    void apply(Change change) {
        switch (change) {
            case Change.Put(ClusterObject object) -> put(object);
            case Change.Delete(ObjectKey key) -> delete(key);
        }
    }

    private void put(ClusterObject object) {
        switch (object) {
            case Namespace namespace -> namespaces = namespaces.with(namespace.name(), namespace);
            case Pod pod -> pods = pods.with(pod.key(), pod);
            case Node node -> nodes = nodes.with(node.name(), node);
            case Service service -> services = services.with(service.key(), service);
            case EndpointSlice slice -> slices = slices.with(slice.key(), slice);
            case Ingress ingress -> ingresses = ingresses.with(ingress.key(), ingress);
            case Gateway gateway -> gateways = gateways.with(gateway.key(), gateway);
            case Route route -> routes = routes.with(route.key(), route);
            case Policy policy -> policies = policies.with(policy.key(), policy);
        }
    }

    /** The kind alone tells which map holds a key; kinds of workload templates and of routes are open sets. */
    private void delete(ObjectKey key) {
        switch (key.kind()) {
            case Namespace.KIND -> namespaces = namespaces.without(key.name());
            case Node.KIND -> nodes = nodes.without(key.name());
            case Service.KIND -> services = services.without(key);
            case EndpointSlice.KIND -> slices = slices.without(key);
            case Ingress.KIND -> ingresses = ingresses.without(key);
            case Gateway.KIND -> gateways = gateways.without(key);
            case NetworkPolicy.KIND, ClusterPolicy.KIND, ClusterPolicy.ADMIN_KIND, ClusterPolicy.BASELINE_KIND ->
                policies = policies.without(key);
            default -> {
                pods = pods.without(key);
                routes = routes.without(key);
            }
        }
    }
}
