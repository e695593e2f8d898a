package dev.tierwall.lab.control;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;

/** The conditions in a status: each has a type, and a time at which it last became what it is. */
final class Conditions {

    private Conditions() {}

    /**
     * What a condition says.
     *
     * @param type which
     * @param holds whether it holds
     * @param reason why, in a word
     * @param message why, in a sentence
     */
    record Said(String type, boolean holds, String reason, String message) {}

    /** Sets a condition; the time changes only if it becomes another. */
    static void set(ObjectNode status, Said said, String now) {
        ArrayNode conditions = status.withArray("conditions");
        ObjectNode condition = find(conditions, said.type())
                .orElseGet(() -> conditions.addObject().put("type", said.type()));
        String value = said.holds() ? "True" : "False";
        if (!condition.path("status").asText("").equals(value)) {
            condition.put("status", value).put("lastTransitionTime", now);
        }
        boolean other = !condition.path("reason").asText("").equals(said.reason())
                || !condition.path("message").asText("").equals(said.message());
        condition.put("reason", said.reason()).put("message", said.message());
        if (isOfDeployment(said) && (other || !condition.has("lastUpdateTime"))) {
            condition.put("lastUpdateTime", now);
        }
    }

    private static boolean isOfDeployment(Said said) {
        return said.type().equals("Progressing") || said.type().equals("Available");
    }

    private static Optional<ObjectNode> find(ArrayNode conditions, String type) {
        for (JsonNode condition : conditions) {
            if (condition.path("type").asText().equals(type)) {
                return Optional.of((ObjectNode) condition);
            }
        }
        return Optional.empty();
    }
}
