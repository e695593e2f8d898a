package dev.tierwall.lab.control;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tierwall.lab.api.Objects;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Pods as those see them that make and count them. */
final class Pods {

    private Pods() {}

    static boolean isFinished(JsonNode pod) {
        String phase = pod.at("/status/phase").asText();
        return phase.equals("Succeeded") || phase.equals("Failed");
    }

    static boolean isLeaving(JsonNode object) {
        return object.path("metadata").has("deletionTimestamp");
    }

    /** Whether it counts as one of those that are wanted. */
    static boolean isActive(JsonNode pod) {
        return !isFinished(pod) && !isLeaving(pod);
    }

    static boolean isReady(JsonNode pod) {
        for (JsonNode condition : pod.at("/status/conditions")) {
            if (condition.path("type").asText().equals("Ready")) {
                return condition.path("status").asText().equals("True");
            }
        }
        return false;
    }

    static List<ObjectNode> active(List<ObjectNode> pods) {
        return pods.stream().filter(Pods::isActive).toList();
    }

    static int ready(List<ObjectNode> pods) {
        return (int) pods.stream().filter(Pods::isReady).count();
    }

    /** A pod from a template, for an owner, with a name that begins with the owner's. */
    static ObjectNode of(ObjectNode owner, JsonNode template) {
        String base = owner.at("/metadata/name").asText() + "-";
        return named(owner, template, base.substring(0, Math.min(base.length(), 58)) + Objects.suffix());
    }

    /** A pod from a template, for an owner, of this name. */
    static ObjectNode named(ObjectNode owner, JsonNode template, String name) {
        ObjectNode pod =
                Cluster.object("v1", "Pod", owner.at("/metadata/namespace").asText(), name);
        ObjectNode metadata = pod.withObject("/metadata");
        for (String field : List.of("labels", "annotations", "finalizers")) {
            JsonNode given = template.path("metadata").path(field);
            if (!given.isMissingNode() && !given.isEmpty()) {
                metadata.set(field, given.deepCopy());
            }
        }
        pod.set("spec", template.path("spec").deepCopy());
        Owners.own(owner, pod);
        return pod;
    }

    /** A short word that differs for templates that differ. */
    static String hash(JsonNode template) {
        String letters = "bcdfghjklmnpqrstvwxz2456789";
        long hash = 0xcbf29ce484222325L;
        for (byte one : template.toString().getBytes(StandardCharsets.UTF_8)) {
            hash = (hash ^ one) * 0x100000001b3L;
        }
        StringBuilder word = new StringBuilder();
        for (int i = 0; i < 9; i++) {
            word.append(letters.charAt((int) Long.remainderUnsigned(hash, letters.length())));
            hash = Long.divideUnsigned(hash, letters.length());
        }
        return word.toString();
    }
}
