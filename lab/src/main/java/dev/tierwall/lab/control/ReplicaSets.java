package dev.tierwall.lab.control;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tierwall.lab.store.GroupResource;
import dev.tierwall.lab.store.StoreEvent;
import dev.tierwall.lab.store.StoreKey;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** As many pods from one template as are wanted: ReplicaSets, and the older ReplicationControllers. */
final class ReplicaSets implements Controller {

    private final Cluster cluster;
    private final String kind;
    private final GroupResource resource;

    ReplicaSets(Cluster cluster, String kind, String group, String plural) {
        this.cluster = cluster;
        this.kind = kind;
        this.resource = new GroupResource(group, plural);
    }

    @Override
    public Stream<StoreKey> concerned(StoreEvent event) {
        return Owners.concerned(event, resource, kind);
    }

    @Override
    public void reconcile(StoreKey key) {
        cluster.get(key).ifPresent(set -> {
            List<ObjectNode> pods = Pods.active(Owners.ownedBy(set, cluster.list(GroupResource.PODS, key.namespace())));
            if (!Pods.isLeaving(set)) {
                scale(set, new ArrayList<>(pods));
                pods = Pods.active(Owners.ownedBy(set, cluster.list(GroupResource.PODS, key.namespace())));
            }
            tell(key, set, pods);
        });
    }

    private void scale(ObjectNode set, List<ObjectNode> pods) {
        int wanted = set.at("/spec/replicas").asInt(1);
        for (int i = pods.size(); i < wanted; i++) {
            cluster.create(Pods.of(set, set.at("/spec/template")));
        }
        // Those that serve least are missed least.
        pods.sort(Comparator.comparing(Pods::isReady)
                .thenComparing(pod -> !pod.at("/spec/nodeName").asText("").isEmpty())
                .thenComparing(pod -> pod.at("/metadata/creationTimestamp").asText(), Comparator.reverseOrder()));
        for (int i = wanted; i < pods.size(); i++) {
            cluster.delete(Cluster.key(GroupResource.PODS, pods.get(i - wanted)));
        }
    }

    private void tell(StoreKey key, ObjectNode set, List<ObjectNode> pods) {
        JsonNode labels = set.at("/spec/template/metadata/labels");
        int labelled = (int) pods.stream()
                .filter(pod -> labels.properties().stream()
                        .allMatch(label ->
                                pod.at("/metadata/labels").path(label.getKey()).equals(label.getValue())))
                .count();
        int ready = Pods.ready(pods);
        cluster.status(key, status -> {
            status.put("replicas", pods.size());
            put(status, "fullyLabeledReplicas", labelled);
            put(status, "readyReplicas", ready);
            put(status, "availableReplicas", ready);
            status.put("observedGeneration", set.at("/metadata/generation").asLong());
        });
    }

    /** A count that is not written if it is nothing. */
    static void put(ObjectNode status, String field, int count) {
        if (count == 0) {
            status.remove(field);
        } else {
            status.put(field, count);
        }
    }
}
