package dev.tierwall.lab.control;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tierwall.lab.control.Conditions.Said;
import dev.tierwall.lab.store.GroupResource;
import dev.tierwall.lab.store.StoreEvent;
import dev.tierwall.lab.store.StoreKey;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** One ReplicaSet for each version of a Deployment's template, the pods handed over from the old ones to the newest. */
final class Deployments implements Controller {

    private static final GroupResource RESOURCE = new GroupResource("apps", "deployments");
    private static final GroupResource SETS = new GroupResource("apps", "replicasets");
    private static final String HASH = "pod-template-hash";
    private static final String REVISION = "deployment.kubernetes.io/revision";

    private final Cluster cluster;

    Deployments(Cluster cluster) {
        this.cluster = cluster;
    }

    @Override
    public Stream<StoreKey> concerned(StoreEvent event) {
        return Owners.concerned(event, RESOURCE, "Deployment");
    }

    @Override
    public void reconcile(StoreKey key) {
        cluster.get(key).filter(deployment -> !Pods.isLeaving(deployment)).ifPresent(deployment -> {
            boolean paused = deployment.at("/spec/paused").asBoolean(false);
            List<ObjectNode> sets = sets(deployment);
            Optional<ObjectNode> newest = newest(deployment, sets);
            if (newest.isEmpty() && !paused) {
                newest = create(deployment, sets);
                sets = sets(deployment);
            }
            if (newest.isPresent()) {
                revise(deployment, newest.get(), sets);
                new Rollout(cluster, deployment, newest.get(), others(newest.get(), sets)).step(paused);
            }
            forget(deployment, newest, sets);
            tell(key, deployment, newest.map(Deployments::hashOf).orElse(""));
        });
    }

    private List<ObjectNode> sets(ObjectNode deployment) {
        String namespace = deployment.at("/metadata/namespace").asText();
        return Owners.ownedBy(deployment, cluster.list(SETS, namespace));
    }

    private static List<ObjectNode> others(ObjectNode newest, List<ObjectNode> sets) {
        return sets.stream()
                .filter(set -> !set.at("/metadata/uid").equals(newest.at("/metadata/uid")))
                .toList();
    }

    private static String hashOf(ObjectNode set) {
        return set.at("/metadata/labels/" + HASH).asText();
    }

    private static Optional<ObjectNode> newest(ObjectNode deployment, List<ObjectNode> sets) {
        String hash = Pods.hash(deployment.at("/spec/template"));
        return sets.stream().filter(set -> hashOf(set).equals(hash)).findFirst();
    }

    private Optional<ObjectNode> create(ObjectNode deployment, List<ObjectNode> sets) {
        String hash = Pods.hash(deployment.at("/spec/template"));
        String name = deployment.at("/metadata/name").asText() + "-" + hash;
        ObjectNode set = Cluster.object(
                "apps/v1", "ReplicaSet", deployment.at("/metadata/namespace").asText(), name);
        ObjectNode template = deployment.at("/spec/template").deepCopy();
        template.withObject("/metadata/labels").put(HASH, hash);
        set.withObject("/metadata")
                .set("labels", template.at("/metadata/labels").deepCopy());
        set.withObject("/metadata/annotations").put(REVISION, Long.toString(lastRevision(sets) + 1));
        ObjectNode spec = set.putObject("spec");
        spec.put("replicas", 0);
        ObjectNode selector = deployment.at("/spec/selector").deepCopy();
        selector.withObject("/matchLabels").put(HASH, hash);
        spec.set("selector", selector);
        spec.set("template", template);
        Owners.own(deployment, set);
        return cluster.create(set);
    }

    private static long revision(JsonNode set) {
        return set.at("/metadata/annotations").path(REVISION).asLong(0);
    }

    private static long lastRevision(List<ObjectNode> sets) {
        return sets.stream().mapToLong(Deployments::revision).max().orElse(0);
    }

    /** The template that is in force has the highest number; going back to an older one gives that a new number. */
    private void revise(ObjectNode deployment, ObjectNode newest, List<ObjectNode> sets) {
        long last = lastRevision(others(newest, sets));
        if (revision(newest) <= last) {
            cluster.edit(
                    Cluster.key(SETS, newest),
                    set -> set.withObject("/metadata/annotations").put(REVISION, Long.toString(last + 1)));
        }
        String number = Long.toString(Math.max(revision(newest), last + (revision(newest) <= last ? 1 : 0)));
        if (!deployment.at("/metadata/annotations").path(REVISION).asText("").equals(number)) {
            cluster.edit(
                    Cluster.key(RESOURCE, deployment),
                    it -> it.withObject("/metadata/annotations").put(REVISION, number));
        }
    }

    private void forget(ObjectNode deployment, Optional<ObjectNode> newest, List<ObjectNode> sets) {
        List<ObjectNode> old = new ArrayList<>(sets.stream()
                .filter(set -> newest.filter(newer -> newer.at("/metadata/uid").equals(set.at("/metadata/uid")))
                        .isEmpty())
                .filter(set -> set.at("/spec/replicas").asInt() == 0
                        && set.at("/status/replicas").asInt() == 0)
                .sorted(Comparator.comparingLong(Deployments::revision))
                .toList());
        int kept = deployment.at("/spec/revisionHistoryLimit").asInt(10);
        while (old.size() > kept) {
            cluster.delete(Cluster.key(SETS, old.removeFirst()));
        }
    }

    private void tell(StoreKey key, ObjectNode deployment, String hash) {
        List<ObjectNode> sets = sets(deployment);
        int wanted = deployment.at("/spec/replicas").asInt(1);
        int replicas = sum(sets, "/status/replicas");
        int updated = sum(sets.stream().filter(set -> hashOf(set).equals(hash)).toList(), "/status/replicas");
        int ready = sum(sets, "/status/readyReplicas");
        int available = sum(sets, "/status/availableReplicas");
        int unavailable = Rollout.number(deployment.at("/spec/strategy/rollingUpdate/maxUnavailable"), wanted, false);
        boolean enough = available >= wanted - unavailable;
        boolean complete = updated == wanted && replicas == wanted && available == wanted;
        String now = cluster.now();
        String name = "ReplicaSet \"" + key.name() + "-" + hash + "\"";
        cluster.status(key, status -> {
            status.put(
                    "observedGeneration", deployment.at("/metadata/generation").asLong());
            ReplicaSets.put(status, "replicas", replicas);
            ReplicaSets.put(status, "updatedReplicas", updated);
            ReplicaSets.put(status, "readyReplicas", ready);
            ReplicaSets.put(status, "availableReplicas", available);
            ReplicaSets.put(status, "unavailableReplicas", Math.max(0, wanted - available));
            Conditions.set(
                    status,
                    enough
                            ? new Said(
                                    "Available",
                                    true,
                                    "MinimumReplicasAvailable",
                                    "Deployment has minimum availability.")
                            : new Said(
                                    "Available",
                                    false,
                                    "MinimumReplicasUnavailable",
                                    "Deployment does not have minimum availability."),
                    now);
            Conditions.set(
                    status,
                    complete
                            ? new Said(
                                    "Progressing",
                                    true,
                                    "NewReplicaSetAvailable",
                                    name + " has successfully progressed.")
                            : new Said("Progressing", true, "ReplicaSetUpdated", name + " is progressing."),
                    now);
        });
    }

    private static int sum(List<ObjectNode> sets, String pointer) {
        return sets.stream().mapToInt(set -> set.at(pointer).asInt(0)).sum();
    }
}
