package dev.tierwall.lab.apply;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.TreeMap;

/**
 * What kubectl applied before it let the server do so: it kept the configuration in an annotation, and may take over the fields
 * that still are as it says.
 */
final class LastApplied {

    private static final String ANNOTATION = "kubectl.kubernetes.io/last-applied-configuration";
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private LastApplied() {}

    /** Keeps the annotation true for clients that still go by it. */
    static void renew(Author author, ObjectNode config, ObjectNode result) {
        JsonNode annotations = result.path("metadata").path("annotations");
        if (author.manager().equals("kubectl")
                && author.subresource().isEmpty()
                && annotations instanceof ObjectNode written
                && written.has(ANNOTATION)) {
            written.put(ANNOTATION, sorted(config) + "\n");
        }
    }

    private static JsonNode sorted(JsonNode value) {
        return switch (value) {
            case ObjectNode object -> {
                ObjectNode result = JsonNodeFactory.instance.objectNode();
                Map<String, JsonNode> properties = new TreeMap<>();
                object.properties().forEach(property -> properties.put(property.getKey(), sorted(property.getValue())));
                yield result.setAll(properties);
            }
            case ArrayNode array -> {
                ArrayNode result = JsonNodeFactory.instance.arrayNode();
                array.forEach(item -> result.add(sorted(item)));
                yield result;
            }
            default -> value;
        };
    }

    static FieldSet of(Slot slot, Author author, ObjectNode live) {
        JsonNode written = live.path("metadata").path("annotations").path(ANNOTATION);
        if (!author.manager().equals("kubectl") || !written.isTextual()) {
            return new FieldSet();
        }
        try {
            JsonNode applied = MAPPER.readTree(written.asText());
            if (!applied.path("apiVersion").equals(live.path("apiVersion"))) {
                return new FieldSet();
            }
            Comparison since = Comparison.of(slot, applied, live);
            return Fields.of(slot, applied).difference(since.written()).difference(since.removed());
        } catch (JsonProcessingException e) {
            return new FieldSet();
        }
    }
}
