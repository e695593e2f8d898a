package dev.tierwall.lab.control;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tierwall.lab.control.Conditions.Said;
import dev.tierwall.lab.store.GroupResource;
import dev.tierwall.lab.store.StoreEvent;
import dev.tierwall.lab.store.StoreKey;
import java.util.List;
import java.util.stream.Stream;

/** Pods that are to end well so many times. */
final class Jobs implements Controller {

    private static final GroupResource RESOURCE = new GroupResource("batch", "jobs");

    private final Cluster cluster;

    Jobs(Cluster cluster) {
        this.cluster = cluster;
    }

    @Override
    public Stream<StoreKey> concerned(StoreEvent event) {
        return Owners.concerned(event, RESOURCE, "Job");
    }

    /** How many pods are in which state. */
    private record Count(int active, int ready, int succeeded, int failed) {
        static Count of(List<ObjectNode> pods) {
            List<ObjectNode> active = Pods.active(pods);
            return new Count(active.size(), Pods.ready(active), phase(pods, "Succeeded"), phase(pods, "Failed"));
        }

        private static int phase(List<ObjectNode> pods, String phase) {
            return (int) pods.stream()
                    .filter(pod -> pod.at("/status/phase").asText().equals(phase))
                    .count();
        }
    }

    @Override
    public void reconcile(StoreKey key) {
        cluster.get(key).filter(job -> !isOver(job) && !Pods.isLeaving(job)).ifPresent(job -> {
            Count count = Count.of(pods(key, job));
            int completions = job.at("/spec/completions").asInt(1);
            boolean failed = count.failed() > job.at("/spec/backoffLimit").asInt(6);
            boolean complete = count.succeeded() >= completions;
            boolean suspended = job.at("/spec/suspend").asBoolean(false);
            if (!failed && !complete && !suspended) {
                int wanted = Math.min(job.at("/spec/parallelism").asInt(1), completions - count.succeeded());
                for (int i = count.active(); i < wanted; i++) {
                    cluster.create(Pods.of(job, job.at("/spec/template")));
                }
            } else {
                Pods.active(pods(key, job)).forEach(pod -> cluster.delete(Cluster.key(GroupResource.PODS, pod)));
            }
            tell(key, Count.of(pods(key, job)), failed, complete);
        });
    }

    private List<ObjectNode> pods(StoreKey key, ObjectNode job) {
        return Owners.ownedBy(job, cluster.list(GroupResource.PODS, key.namespace()));
    }

    private static boolean isOver(ObjectNode job) {
        return job.at("/status/conditions")
                .valueStream()
                .anyMatch(condition -> List.of("Complete", "Failed")
                                .contains(condition.path("type").asText())
                        && condition.path("status").asText().equals("True"));
    }

    private void tell(StoreKey key, Count count, boolean failed, boolean complete) {
        String now = cluster.now();
        cluster.status(key, status -> {
            if (!status.has("startTime")) {
                status.put("startTime", now);
            }
            ReplicaSets.put(status, "active", count.active());
            ReplicaSets.put(status, "ready", count.ready());
            ReplicaSets.put(status, "succeeded", count.succeeded());
            ReplicaSets.put(status, "failed", count.failed());
            if (failed) {
                Conditions.set(
                        status,
                        new Said("Failed", true, "BackoffLimitExceeded", "Job has reached the specified backoff limit"),
                        now);
            } else if (complete) {
                status.put("completionTime", now);
                Conditions.set(
                        status,
                        new Said("Complete", true, "CompletionsReached", "Reached expected number of succeeded pods"),
                        now);
            }
        });
    }
}
