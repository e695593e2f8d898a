package dev.tierwall.deploy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion.VersionFlag;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;

/** What the API servers of one Kubernetes version accept. */
final class ApiShapes {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final JsonNode document;

    ApiShapes(String version) throws IOException {
        try (InputStream in = ApiShapes.class.getResourceAsStream("/openapi/" + version + ".json")) {
            document = JSON.readTree(in);
        }
    }

    boolean knows(JsonNode object) {
        return document.path("kinds").has(kind(object));
    }

    private static String kind(JsonNode object) {
        return object.path("apiVersion").asText() + " " + object.path("kind").asText();
    }

    /** What is wrong with an object of a kind that is known. */
    List<String> problems(JsonNode object) {
        ObjectNode schema = JSON.createObjectNode();
        schema.put(
                "$ref", "#/$defs/" + document.path("kinds").path(kind(object)).asText());
        schema.set("$defs", document.path("$defs"));
        JsonSchema compiled = JsonSchemaFactory.getInstance(VersionFlag.V202012).getSchema(schema);
        return compiled.validate(object).stream()
                .map(error -> kind(object) + ": " + error)
                .toList();
    }
}
