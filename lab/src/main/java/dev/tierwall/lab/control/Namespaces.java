package dev.tierwall.lab.control;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tierwall.lab.store.GroupResource;
import dev.tierwall.lab.store.StoreEvent;
import dev.tierwall.lab.store.StoreKey;
import java.util.stream.Stream;

/**
 * Gives each namespace what everything in it relies on, and empties those that are to go: what pods are made from first, then
 * the pods, and policies only when no pod is left that they could be missed by.
 */
final class Namespaces implements Controller {

    private final Cluster cluster;
    private final String authority;

    Namespaces(Cluster cluster, String authority) {
        this.cluster = cluster;
        this.authority = authority;
    }

    @Override
    public Stream<StoreKey> concerned(StoreEvent event) {
        if (event.key().resource().equals(GroupResource.NAMESPACES)) {
            return Stream.of(event.key());
        }
        boolean base = event.key().resource().equals(GroupResource.SERVICE_ACCOUNTS)
                || event.key().resource().equals(GroupResource.CONFIG_MAPS);
        boolean gone = event.type() == StoreEvent.Type.DELETED
                && !event.key().namespace().isEmpty();
        return gone || base
                ? Stream.of(GroupResource.NAMESPACES.key("", event.key().namespace()))
                : Stream.empty();
    }

    @Override
    public void reconcile(StoreKey key) {
        cluster.get(key).ifPresent(namespace -> {
            if (Pods.isLeaving(namespace)) {
                empty(key);
            } else {
                furnish(key.name());
            }
        });
    }

    private void furnish(String namespace) {
        if (cluster.get(GroupResource.SERVICE_ACCOUNTS.key(namespace, "default"))
                .isEmpty()) {
            cluster.create(Cluster.object("v1", "ServiceAccount", namespace, "default"));
        }
        if (cluster.get(GroupResource.CONFIG_MAPS.key(namespace, "kube-root-ca.crt"))
                .isEmpty()) {
            ObjectNode map = Cluster.object("v1", "ConfigMap", namespace, "kube-root-ca.crt");
            map.putObject("data").put("ca.crt", authority);
            cluster.create(map);
        }
    }

    private void empty(StoreKey key) {
        boolean pods = false;
        boolean others = false;
        for (GroupResource resource : cluster.store().kinds()) {
            boolean late =
                    resource.equals(GroupResource.PODS) || isPolicy(resource) || resource.equals(GroupResource.EVENTS);
            for (ObjectNode object : cluster.list(resource, key.name())) {
                pods |= resource.equals(GroupResource.PODS);
                others = true;
                if (!late && !Pods.isLeaving(object)) {
                    cluster.delete(Cluster.key(resource, object));
                }
            }
        }
        for (ObjectNode pod : cluster.list(GroupResource.PODS, key.name())) {
            if (!Pods.isLeaving(pod)) {
                cluster.delete(Cluster.key(GroupResource.PODS, pod));
            }
        }
        if (!pods) {
            for (GroupResource resource : cluster.store().kinds()) {
                for (ObjectNode object : cluster.list(resource, key.name())) {
                    cluster.delete(Cluster.key(resource, object));
                }
            }
        }
        if (!others) {
            cluster.finish(key, namespace -> namespace.withObject("/spec").putArray("finalizers"));
        }
    }

    private static boolean isPolicy(GroupResource resource) {
        return resource.resource().equals("networkpolicies");
    }
}
