package dev.tierwall.lab.node;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tierwall.lab.spec.Trees;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Which nodes a pod may run on, as it says itself. */
final class NodeRules {

    private NodeRules() {}

    static boolean allow(JsonNode pod, JsonNode node) {
        Map<String, String> labels = Trees.map(node, "/metadata/labels");
        for (Map.Entry<String, String> wanted :
                Trees.map(pod, "/spec/nodeSelector").entrySet()) {
            if (!wanted.getValue().equals(labels.get(wanted.getKey()))) {
                return false;
            }
        }
        JsonNode terms =
                pod.at("/spec/affinity/nodeAffinity/requiredDuringSchedulingIgnoredDuringExecution/nodeSelectorTerms");
        boolean fits = terms.isEmpty();
        for (JsonNode term : terms) {
            fits |= matches(term, labels, Trees.text(node, "/metadata/name"));
        }
        return fits && tolerates(pod, node);
    }

    private static boolean tolerates(JsonNode pod, JsonNode node) {
        for (JsonNode taint : node.at("/spec/taints")) {
            boolean matters = !Trees.text(taint, "/effect").equals("PreferNoSchedule");
            boolean tolerated = false;
            for (JsonNode toleration : pod.at("/spec/tolerations")) {
                boolean exists = Trees.text(toleration, "/operator").equals("Exists");
                String key = Trees.text(toleration, "/key");
                String effect = Trees.text(toleration, "/effect");
                tolerated |= (key.isEmpty() ? exists : key.equals(Trees.text(taint, "/key")))
                        && (exists || Trees.text(toleration, "/value").equals(Trees.text(taint, "/value")))
                        && (effect.isEmpty() || effect.equals(Trees.text(taint, "/effect")));
            }
            if (matters && !tolerated) {
                return false;
            }
        }
        return true;
    }

    /** How much of what a pod would like a node has. */
    static int preference(JsonNode pod, JsonNode node) {
        int sum = 0;
        Map<String, String> labels = Trees.map(node, "/metadata/labels");
        for (JsonNode wish : pod.at("/spec/affinity/nodeAffinity/preferredDuringSchedulingIgnoredDuringExecution")) {
            if (matches(wish.path("preference"), labels, Trees.text(node, "/metadata/name"))) {
                sum += Trees.number(wish, "/weight", 1);
            }
        }
        return sum;
    }

    private static boolean matches(JsonNode term, Map<String, String> labels, String name) {
        for (JsonNode wish : term.path("matchExpressions")) {
            if (!matches(wish, Optional.ofNullable(labels.get(Trees.text(wish, "/key"))))) {
                return false;
            }
        }
        for (JsonNode wish : term.path("matchFields")) {
            if (!matches(wish, Optional.of(name))) {
                return false;
            }
        }
        return true;
    }

    private static boolean matches(JsonNode wish, Optional<String> value) {
        List<String> values = Trees.texts(wish, "/values");
        return switch (Trees.text(wish, "/operator")) {
            case "In" -> value.filter(values::contains).isPresent();
            case "NotIn" -> value.filter(values::contains).isEmpty();
            case "Exists" -> value.isPresent();
            case "DoesNotExist" -> value.isEmpty();
            case "Gt" -> compare(value, values) > 0;
            case "Lt" -> compare(value, values) < 0;
            default -> false;
        };
    }

    private static int compare(Optional<String> value, List<String> values) {
        try {
            return Long.compare(Long.parseLong(value.orElse("")), Long.parseLong(values.getFirst()));
        } catch (NumberFormatException | java.util.NoSuchElementException none) {
            return 0;
        }
    }

    /** Whether no pod is on a node that this one must not share a node with. */
    static boolean keepsDistance(JsonNode pod, List<ObjectNode> pods, String node) {
        for (JsonNode term : pod.at("/spec/affinity/podAntiAffinity/requiredDuringSchedulingIgnoredDuringExecution")) {
            for (ObjectNode other : pods) {
                boolean isThere = Trees.text(other, "/spec/nodeName").equals(node)
                        && Trees.text(other, "/metadata/namespace").equals(Trees.text(pod, "/metadata/namespace"));
                if (isThere && selects(term.path("labelSelector"), Trees.map(other, "/metadata/labels"))) {
                    return false;
                }
            }
        }
        return true;
    }

    private static boolean selects(JsonNode selector, Map<String, String> labels) {
        for (Map.Entry<String, String> wanted :
                Trees.map(selector, "/matchLabels").entrySet()) {
            if (!wanted.getValue().equals(labels.get(wanted.getKey()))) {
                return false;
            }
        }
        return matches(selector, labels, "");
    }
}
