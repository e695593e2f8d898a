package dev.tierwall.lab.custom;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Takes out of a custom resource what its schema does not know, and fills in what the schema has a default for. Both change the
 * tree that they are given.
 */
final class Pruning {

    private static final List<String> OF_EVERY_OBJECT = List.of("apiVersion", "kind", "metadata");

    private final List<String> complaints = new ArrayList<>();

    private Pruning() {}

    /** Prunes an object below its metadata; the fields that go are complaints. */
    static List<String> prune(JsonNode schema, ObjectNode object) {
        Pruning pruning = new Pruning();
        pruning.object(schema, object, "", true);
        return pruning.complaints;
    }

    private void value(JsonNode schema, JsonNode value, String path) {
        switch (value) {
            case ObjectNode object ->
                object(
                        schema,
                        object,
                        path,
                        schema.path("x-kubernetes-embedded-resource").asBoolean());
            case ArrayNode array -> {
                for (int i = 0; i < array.size(); i++) {
                    value(schema.path("items"), array.get(i), path + "[" + i + "]");
                }
            }
            default -> {
                // Nothing is in it.
            }
        }
    }

    private void object(JsonNode schema, ObjectNode object, String path, boolean whole) {
        boolean open = SchemaTypes.isOpen(schema);
        JsonNode additional = schema.path("additionalProperties");
        List<String> unknown = new ArrayList<>();
        for (Map.Entry<String, JsonNode> property : object.properties()) {
            String name = property.getKey();
            String inner = path.isEmpty() ? name : path + "." + name;
            JsonNode known = schema.path("properties").path(name);
            if (whole && OF_EVERY_OBJECT.contains(name)) {
                continue;
            }
            if (!known.isMissingNode()) {
                value(known, property.getValue(), inner);
            } else if (additional.isObject()) {
                value(additional, property.getValue(), inner);
            } else if (!open && !additional.asBoolean()) {
                unknown.add(name);
                complaints.add("unknown field \"" + inner + "\"");
            }
        }
        object.remove(unknown);
    }

    /** Fills in defaults, also into what was filled in, and takes null away where a default stands for it. */
    static void fillIn(JsonNode schema, JsonNode value) {
        switch (value) {
            case ObjectNode object -> {
                for (Map.Entry<String, JsonNode> property :
                        schema.path("properties").properties()) {
                    JsonNode given = property.getValue().path("default");
                    JsonNode written = object.path(property.getKey());
                    boolean nullable = property.getValue().path("nullable").asBoolean();
                    if (!given.isMissingNode() && (written.isMissingNode() || (written.isNull() && !nullable))) {
                        object.set(property.getKey(), given.deepCopy());
                    }
                    fillIn(property.getValue(), object.path(property.getKey()));
                }
                JsonNode additional = schema.path("additionalProperties");
                if (additional.isObject()) {
                    for (Map.Entry<String, JsonNode> entry : object.properties()) {
                        if (!schema.path("properties").has(entry.getKey())) {
                            fillIn(additional, entry.getValue());
                        }
                    }
                }
            }
            case ArrayNode array -> array.forEach(item -> fillIn(schema.path("items"), item));
            default -> {
                // Nothing can be filled in.
            }
        }
    }
}
