package dev.tierwall.cli.agent;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * Which flows a person wants to see; empty texts want all.
 *
 * @param verdict the verdict
 * @param namespace a namespace at either end
 * @param pod a pod at either end, with its namespace or without
 * @param policy a policy that is responsible, by name
 */
record FlowFilter(String verdict, String namespace, String pod, String policy) {

    boolean matches(JsonNode flow) {
        return (verdict.isEmpty() || flow.path("verdict").asText().equals(verdict))
                && (namespace.isEmpty() || isIn(flow.path("source")) || isIn(flow.path("destination")))
                && (pod.isEmpty() || isPod(flow.path("source")) || isPod(flow.path("destination")))
                && (policy.isEmpty() || isNamed(flow.path("policies")));
    }

    private boolean isIn(JsonNode end) {
        return end.path("namespace").asText().equals(namespace);
    }

    private boolean isPod(JsonNode end) {
        String name = end.path("pod").asText();
        return name.equals(pod) || (end.path("namespace").asText() + "/" + name).equals(pod);
    }

    private boolean isNamed(JsonNode policies) {
        for (JsonNode one : policies) {
            if (one.path("name").asText().equals(policy)) {
                return true;
            }
        }
        return false;
    }
}
