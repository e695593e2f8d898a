package dev.tierwall.lab.control;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tierwall.lab.store.GroupResource;
import dev.tierwall.lab.store.StoreEvent;
import dev.tierwall.lab.store.StoreKey;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Pods with numbers, which come one after the other and go in the opposite order. Their volumes are not kept. */
final class StatefulSets implements Controller {

    private static final GroupResource RESOURCE = new GroupResource("apps", "statefulsets");
    private static final String REVISION = "controller-revision-hash";

    private final Cluster cluster;

    StatefulSets(Cluster cluster) {
        this.cluster = cluster;
    }

    @Override
    public Stream<StoreKey> concerned(StoreEvent event) {
        return Owners.concerned(event, RESOURCE, "StatefulSet");
    }

    @Override
    public void reconcile(StoreKey key) {
        cluster.get(key).ifPresent(set -> {
            String revision = key.name() + "-" + Pods.hash(set.at("/spec/template"));
            if (!Pods.isLeaving(set)) {
                step(set, revision);
            }
            tell(key, set, revision);
        });
    }

    private List<ObjectNode> pods(ObjectNode set) {
        return Owners.ownedBy(
                set,
                cluster.list(GroupResource.PODS, set.at("/metadata/namespace").asText()));
    }

    private static String name(ObjectNode set, int number) {
        return set.at("/metadata/name").asText() + "-"
                + (set.at("/spec/ordinals/start").asInt(0) + number);
    }

    private static Optional<ObjectNode> find(List<ObjectNode> pods, String name) {
        return pods.stream()
                .filter(pod -> pod.at("/metadata/name").asText().equals(name))
                .findFirst();
    }

    /** One change at a time, unless the set lets all pods come at once. */
    private void step(ObjectNode set, String revision) {
        List<ObjectNode> pods = pods(set);
        int wanted = set.at("/spec/replicas").asInt(1);
        boolean parallel = set.at("/spec/podManagementPolicy").asText("").equals("Parallel");
        boolean whole = true;
        for (int i = 0; i < wanted; i++) {
            Optional<ObjectNode> pod = find(pods, name(set, i));
            if (pod.isEmpty()) {
                create(set, name(set, i), revision);
            } else if (Pods.isFinished(pod.get()) && !Pods.isLeaving(pod.get())) {
                cluster.delete(Cluster.key(GroupResource.PODS, pod.get()));
            }
            boolean ready =
                    pod.filter(it -> Pods.isReady(it) && !Pods.isLeaving(it)).isPresent();
            whole &= ready;
            if (!ready && !parallel) {
                return;
            }
        }
        if (!shrink(set, pods, wanted, parallel) && whole) {
            update(set, pods, wanted, revision);
        }
    }

    private void create(ObjectNode set, String name, String revision) {
        ObjectNode pod = Pods.named(set, set.at("/spec/template"), name);
        pod.withObject("/metadata/labels")
                .put("statefulset.kubernetes.io/pod-name", name)
                .put("apps.kubernetes.io/pod-index", name.substring(name.lastIndexOf('-') + 1))
                .put(REVISION, revision);
        pod.withObject("/spec")
                .put("hostname", name)
                .put("subdomain", set.at("/spec/serviceName").asText(""));
        cluster.create(pod);
    }

    /** Takes the pods with the highest numbers away; says whether some had to go. */
    private boolean shrink(ObjectNode set, List<ObjectNode> pods, int wanted, boolean parallel) {
        boolean some = false;
        for (int i = wanted + pods.size() - 1; i >= wanted; i--) {
            Optional<ObjectNode> pod = find(pods, name(set, i));
            if (pod.isPresent()) {
                if (!Pods.isLeaving(pod.get())) {
                    cluster.delete(Cluster.key(GroupResource.PODS, pod.get()));
                }
                some = true;
                if (!parallel) {
                    return true;
                }
            }
        }
        return some;
    }

    private void update(ObjectNode set, List<ObjectNode> pods, int wanted, String revision) {
        JsonNode strategy = set.at("/spec/updateStrategy");
        if (strategy.path("type").asText("").equals("OnDelete")) {
            return;
        }
        int first = strategy.at("/rollingUpdate/partition").asInt(0);
        for (int i = wanted - 1; i >= first; i--) {
            Optional<ObjectNode> pod = find(pods, name(set, i));
            if (pod.isPresent() && !revisionOf(pod.get()).equals(revision)) {
                cluster.delete(Cluster.key(GroupResource.PODS, pod.get()));
                return;
            }
        }
    }

    private static String revisionOf(ObjectNode pod) {
        return pod.at("/metadata/labels/" + REVISION).asText("");
    }

    private void tell(StoreKey key, ObjectNode set, String revision) {
        List<ObjectNode> pods = Pods.active(pods(set));
        int ready = Pods.ready(pods);
        int updated = (int)
                pods.stream().filter(pod -> revisionOf(pod).equals(revision)).count();
        int wanted = set.at("/spec/replicas").asInt(1);
        cluster.status(key, status -> {
            status.put("observedGeneration", set.at("/metadata/generation").asLong());
            status.put("replicas", pods.size());
            ReplicaSets.put(status, "readyReplicas", ready);
            status.put("availableReplicas", ready);
            ReplicaSets.put(status, "updatedReplicas", updated);
            status.put("updateRevision", revision);
            boolean done = updated == pods.size() && pods.size() == wanted;
            if (done || status.path("currentRevision").asText("").isEmpty()) {
                status.put("currentRevision", revision);
            }
            int current = (int) pods.stream()
                    .filter(pod -> revisionOf(pod)
                            .equals(status.path("currentRevision").asText()))
                    .count();
            ReplicaSets.put(status, "currentReplicas", current);
            status.put("collisionCount", 0);
        });
    }
}
