package dev.tierwall.lab.openapi;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tierwall.lab.custom.CustomKind;
import dev.tierwall.lab.schema.BuiltIns;
import dev.tierwall.lab.schema.GroupVersionKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The schemas of custom kinds, as their definitions have them, with what every object has. */
final class CustomSchemas {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    /** What version 2 of OpenAPI cannot say, and leaves out. */
    private static final List<String> ONLY_V3 = List.of("oneOf", "anyOf", "allOf", "not", "nullable", "default");

    private final Dialect dialect;
    private final SchemaWriter schemas;

    CustomSchemas(Dialect dialect, SchemaWriter schemas) {
        this.dialect = dialect;
        this.schemas = schemas;
    }

    void add(CustomKind kind) {
        ObjectNode schema = kind.schema() instanceof ObjectNode given
                ? given.deepCopy()
                : JSON.objectNode().put("type", "object");
        if (dialect == Dialect.V2) {
            simplify(schema);
        }
        ObjectNode properties = schema.withObject("/properties");
        properties
                .putObject("apiVersion")
                .put("description", "The group and version of the object.")
                .put("type", "string");
        properties
                .putObject("kind")
                .put("description", "The kind of the object.")
                .put("type", "string");
        properties.set("metadata", schemas.reference(BuiltIns.table().objectMeta()));
        schema.putArray("x-kubernetes-group-version-kind").add(SchemaWriter.kind(kind.kind()));
        String name = name(kind.kind());
        schemas.add(name, schema);
        schemas.add(name + "List", list(kind, name));
    }

    private ObjectNode list(CustomKind kind, String name) {
        ObjectNode list = JSON.objectNode().put("type", "object");
        list.putArray("required").add("items");
        ObjectNode properties = list.putObject("properties");
        properties.putObject("apiVersion").put("type", "string");
        properties.putObject("kind").put("type", "string");
        properties.set("metadata", schemas.reference(BuiltIns.table().type("meta.ListMeta")));
        properties.putObject("items").put("type", "array").putObject("items").put("$ref", dialect.reference(name));
        list.putArray("x-kubernetes-group-version-kind")
                .add(SchemaWriter.kind(kind.kind().list()));
        return list;
    }

    /** The name of a custom kind among the schemas: its group backwards, its version and its kind. */
    private static String name(GroupVersionKind kind) {
        List<String> parts = new ArrayList<>(List.of(kind.group().split("\\.", -1)));
        return String.join(".", parts.reversed()) + "." + kind.version() + "." + kind.kind();
    }

    private static void simplify(ObjectNode schema) {
        schema.remove(ONLY_V3);
        if (schema.path("x-kubernetes-preserve-unknown-fields").asBoolean()) {
            schema.remove(List.of("type", "properties"));
        }
        for (Map.Entry<String, JsonNode> property : schema.path("properties").properties()) {
            simplify(property.getValue());
        }
        simplify(schema.path("items"));
        simplify(schema.path("additionalProperties"));
    }

    private static void simplify(JsonNode schema) {
        if (schema instanceof ObjectNode object) {
            simplify(object);
        } else if (schema instanceof ArrayNode array) {
            array.forEach(CustomSchemas::simplify);
        }
    }
}
