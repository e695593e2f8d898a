package dev.tierwall.lab.control;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tierwall.lab.store.GroupResource;
import dev.tierwall.lab.store.StoreEvent;
import dev.tierwall.lab.store.StoreKey;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** A pod on every node that is meant. */
final class DaemonSets implements Controller {

    private static final GroupResource RESOURCE = new GroupResource("apps", "daemonsets");
    private static final String REVISION = "controller-revision-hash";

    private final Cluster cluster;

    DaemonSets(Cluster cluster) {
        this.cluster = cluster;
    }

    @Override
    public Stream<StoreKey> concerned(StoreEvent event) {
        if (event.key().resource().equals(GroupResource.NODES)) {
            return cluster.store().list(RESOURCE).stream().map(set -> Cluster.key(RESOURCE, set));
        }
        return Owners.concerned(event, RESOURCE, "DaemonSet");
    }

    @Override
    public void reconcile(StoreKey key) {
        cluster.get(key).ifPresent(set -> {
            String revision = Pods.hash(set.at("/spec/template"));
            if (!Pods.isLeaving(set)) {
                place(set, revision);
            }
            tell(key, set, revision);
        });
    }

    private List<ObjectNode> pods(ObjectNode set) {
        return Owners.ownedBy(
                set,
                cluster.list(GroupResource.PODS, set.at("/metadata/namespace").asText()));
    }

    private static String node(JsonNode pod) {
        return pod.at("/spec/nodeName").asText("");
    }

    private Set<String> meant(ObjectNode set) {
        JsonNode wanted = set.at("/spec/template/spec/nodeSelector");
        Set<String> names = new HashSet<>();
        for (ObjectNode node : cluster.store().list(GroupResource.NODES)) {
            boolean fits = wanted.properties().stream()
                    .allMatch(label ->
                            node.at("/metadata/labels").path(label.getKey()).equals(label.getValue()));
            if (fits) {
                names.add(node.at("/metadata/name").asText());
            }
        }
        return names;
    }

    private void place(ObjectNode set, String revision) {
        Set<String> missing = meant(set);
        List<ObjectNode> outdated = new ArrayList<>();
        for (ObjectNode pod : pods(set)) {
            boolean unwanted = !missing.contains(node(pod)) || Pods.isFinished(pod);
            if (!Pods.isLeaving(pod) && unwanted) {
                cluster.delete(Cluster.key(GroupResource.PODS, pod));
            } else if (!revision.equals(pod.at("/metadata/labels/" + REVISION).asText())) {
                outdated.add(pod);
            }
            missing.remove(node(pod));
        }
        for (String node : missing) {
            ObjectNode pod = Pods.of(set, set.at("/spec/template"));
            pod.withObject("/metadata/labels").put(REVISION, revision);
            pod.withObject("/spec").put("nodeName", node);
            cluster.create(pod);
        }
        // The next one is replaced when its predecessor's successor is ready.
        boolean onDelete = set.at("/spec/updateStrategy/type").asText("").equals("OnDelete");
        boolean whole =
                missing.isEmpty() && pods(set).stream().allMatch(pod -> Pods.isReady(pod) && !Pods.isLeaving(pod));
        boolean stuck = outdated.stream().anyMatch(pod -> !Pods.isReady(pod));
        if (!onDelete && !outdated.isEmpty() && (whole || stuck)) {
            outdated.stream()
                    .filter(pod -> !Pods.isLeaving(pod))
                    .min((one, other) -> Boolean.compare(Pods.isReady(one), Pods.isReady(other)))
                    .ifPresent(pod -> cluster.delete(Cluster.key(GroupResource.PODS, pod)));
        }
    }

    private void tell(StoreKey key, ObjectNode set, String revision) {
        List<ObjectNode> pods = Pods.active(pods(set));
        int wanted = meant(set).size();
        int ready = Pods.ready(pods);
        int updated = (int) pods.stream()
                .filter(pod ->
                        revision.equals(pod.at("/metadata/labels/" + REVISION).asText()))
                .count();
        cluster.status(key, status -> {
            status.put("observedGeneration", set.at("/metadata/generation").asLong());
            status.put("desiredNumberScheduled", wanted);
            status.put("currentNumberScheduled", pods.size());
            status.put("numberMisscheduled", 0);
            status.put("numberReady", ready);
            ReplicaSets.put(status, "updatedNumberScheduled", updated);
            ReplicaSets.put(status, "numberAvailable", ready);
            ReplicaSets.put(status, "numberUnavailable", Math.max(0, wanted - ready));
        });
    }
}
