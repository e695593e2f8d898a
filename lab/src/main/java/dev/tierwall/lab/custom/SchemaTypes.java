package dev.tierwall.lab.custom;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tierwall.lab.schema.BuiltIns;
import dev.tierwall.lab.schema.Field;
import dev.tierwall.lab.schema.ListType;
import dev.tierwall.lab.schema.MapType;
import dev.tierwall.lab.schema.Scalar;
import dev.tierwall.lab.schema.Struct;
import dev.tierwall.lab.schema.Type;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The schema of a custom resource as types, which is what server-side apply walks. */
final class SchemaTypes {

    private SchemaTypes() {}

    /** The type of whole objects: with the metadata that every object has. */
    static Struct root(JsonNode schema) {
        List<Field> fields = new ArrayList<>();
        fields.add(Field.of("apiVersion", Scalar.STRING));
        fields.add(Field.of("kind", Scalar.STRING));
        fields.add(Field.of("metadata", BuiltIns.table().objectMeta()));
        for (Map.Entry<String, JsonNode> property : schema.path("properties").properties()) {
            if (fields.stream().noneMatch(field -> field.name().equals(property.getKey()))) {
                fields.add(field(property.getKey(), property.getValue()));
            }
        }
        return new Struct("", false, isOpen(schema)).with(fields);
    }

    static boolean isOpen(JsonNode schema) {
        return schema.path("x-kubernetes-preserve-unknown-fields").asBoolean() || schema.isMissingNode();
    }

    private static Field field(String name, JsonNode schema) {
        Set<Field.Trait> traits = EnumSet.noneOf(Field.Trait.class);
        if (schema.path("x-kubernetes-map-type").asText().equals("atomic")) {
            traits.add(Field.Trait.ATOMIC);
        }
        JsonNode given = schema.path("default");
        return new Field(
                0,
                name,
                type(schema),
                traits,
                new Field.Merge(Set.of(), ""),
                given.isValueNode() && !given.isNull() ? given.asText() : null,
                List.of());
    }

    private static Type type(JsonNode schema) {
        if (schema.path("x-kubernetes-int-or-string").asBoolean()) {
            return Scalar.INT_OR_STRING;
        }
        return switch (schema.path("type").asText()) {
            case "string" -> Scalar.STRING;
            case "integer" -> Scalar.INT64;
            case "number" -> Scalar.DOUBLE;
            case "boolean" -> Scalar.BOOL;
            case "array" -> list(schema);
            default -> object(schema);
        };
    }

    private static Type list(JsonNode schema) {
        List<String> keys = new ArrayList<>();
        schema.path("x-kubernetes-list-map-keys").forEach(key -> keys.add(key.asText()));
        ListType.Kind kind = switch (schema.path("x-kubernetes-list-type").asText()) {
            case "set" -> ListType.Kind.SET;
            case "map" -> keys.isEmpty() ? ListType.Kind.ATOMIC : ListType.Kind.MAP;
            default -> ListType.Kind.ATOMIC;
        };
        return new ListType(type(schema.path("items")), kind, kind == ListType.Kind.MAP ? keys : List.of());
    }

    private static Type object(JsonNode schema) {
        JsonNode additional = schema.path("additionalProperties");
        boolean atomic = schema.path("x-kubernetes-map-type").asText().equals("atomic");
        if (additional.isObject() && !schema.has("properties")) {
            return new MapType(type(additional), atomic);
        }
        List<Field> fields = new ArrayList<>();
        if (schema.path("x-kubernetes-embedded-resource").asBoolean()) {
            fields.add(Field.of("apiVersion", Scalar.STRING));
            fields.add(Field.of("kind", Scalar.STRING));
            fields.add(Field.of("metadata", BuiltIns.table().objectMeta()));
        }
        for (Map.Entry<String, JsonNode> property : schema.path("properties").properties()) {
            if (fields.stream().noneMatch(field -> field.name().equals(property.getKey()))) {
                fields.add(field(property.getKey(), property.getValue()));
            }
        }
        boolean untyped = schema.path("type").asText().isEmpty();
        return new Struct("", atomic, isOpen(schema) || untyped || additional.asBoolean()).with(fields);
    }
}
