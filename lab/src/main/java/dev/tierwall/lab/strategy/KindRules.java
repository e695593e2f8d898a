package dev.tierwall.lab.strategy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tierwall.lab.api.Admission;
import dev.tierwall.lab.api.ApiException;
import dev.tierwall.lab.api.Place;
import dev.tierwall.lab.api.WriteOptions;
import dev.tierwall.lab.custom.Definitions;
import dev.tierwall.lab.store.ObjectStore;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/** What only objects of one kind need. */
public final class KindRules implements Admission {

    private final ServiceAddresses services;
    private final Clock clock;

    public KindRules(ObjectStore store, Clock clock) {
        this.services = new ServiceAddresses(store);
        this.clock = clock;
    }

    @Override
    public ObjectNode admit(Place place, Optional<ObjectNode> before, ObjectNode after, WriteOptions options)
            throws ApiException {
        switch (place.stored().toString()) {
            case "namespaces" -> namespace(before, after, options);
            case "services" -> services.admit(before, after);
            case "pods" -> pod(before, after);
            case "customresourcedefinitions.apiextensions.k8s.io" -> {
                Definitions.fillIn(after);
                // Anew only when it says something else: the conditions have times.
                if (before.filter(known -> known.path("spec").equals(after.path("spec")))
                        .isEmpty()) {
                    Definitions.establish(after, clock.instant());
                }
            }
            case "jobs.batch" -> job(before, after);
            default -> {}
        }
        return after;
    }

    private static void namespace(Optional<ObjectNode> before, ObjectNode namespace, WriteOptions options) {
        String name = namespace.at("/metadata/name").asText();
        namespace.withObject("/metadata/labels").put("kubernetes.io/metadata.name", name);
        if (before.isEmpty()) {
            namespace.withObject("/spec").withArray("finalizers").removeAll().add("kubernetes");
            namespace.withObject("/status").put("phase", "Active");
        } else if (!options.part().equals("finalize")) {
            namespace.set("spec", before.get().path("spec").deepCopy());
        }
    }

    private void pod(Optional<ObjectNode> before, ObjectNode pod) {
        if (before.isPresent()) {
            return;
        }
        ObjectNode status = pod.withObject("/status");
        status.put("phase", "Pending").put("qosClass", qualityOfService(pod));
        if (!pod.at("/spec/nodeName").asText("").isEmpty()) {
            ObjectNode scheduled = status.withArray("conditions").addObject();
            scheduled.put("type", "PodScheduled").put("status", "True").putNull("lastProbeTime");
            scheduled.put(
                    "lastTransitionTime",
                    clock.instant().truncatedTo(ChronoUnit.SECONDS).toString());
        }
        ObjectNode spec = pod.withObject("/spec");
        if (spec.path("serviceAccountName").asText("").isEmpty()) {
            spec.put("serviceAccountName", "default").put("serviceAccount", "default");
        }
    }

    private static String qualityOfService(ObjectNode pod) {
        boolean any = false;
        boolean all = true;
        for (JsonNode container : pod.at("/spec/containers")) {
            JsonNode limits = container.at("/resources/limits");
            JsonNode requests = container.at("/resources/requests");
            any |= !limits.isEmpty() || !requests.isEmpty();
            all &= limits.has("cpu") && limits.has("memory") && (requests.isEmpty() || requests.equals(limits));
        }
        return !any ? "BestEffort" : all ? "Guaranteed" : "Burstable";
    }

    /** A Job that names no selector gets one that takes its own pods alone. */
    private static void job(Optional<ObjectNode> before, ObjectNode job) {
        if (before.isPresent()
                || job.at("/spec/manualSelector").asBoolean(false)
                || job.at("/spec").has("selector")) {
            return;
        }
        String uid = job.at("/metadata/uid").asText();
        String name = job.at("/metadata/name").asText();
        job.withObject("/spec/selector/matchLabels").put("batch.kubernetes.io/controller-uid", uid);
        ObjectNode labels = job.withObject("/spec/template/metadata/labels");
        labels.put("batch.kubernetes.io/controller-uid", uid).put("batch.kubernetes.io/job-name", name);
        labels.put("controller-uid", uid).put("job-name", name);
    }
}
