package dev.tierwall.lab.openapi;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tierwall.lab.proto.WireWriter;
import java.util.List;
import java.util.Map;

/** Writes a document of version 2 in protobuf, by the numbers of {@code openapi.v2} that kubectl reads. */
final class DocumentEncoder {

    /** The methods of a path with their numbers. */
    private static final Map<String, Integer> METHODS = Map.of("get", 2, "put", 3, "post", 4, "delete", 5, "patch", 8);

    private final WireWriter document;

    DocumentEncoder(WireWriter document) {
        this.document = document;
    }

    byte[] encode(JsonNode json) {
        document.text(1, json.path("swagger").asText());
        WireWriter info = new WireWriter();
        info.text(1, json.path("info").path("title").asText());
        info.text(2, json.path("info").path("version").asText());
        document.message(2, info);
        WireWriter paths = new WireWriter();
        json.path("paths").properties().forEach(path -> paths.message(2, named(path.getKey(), path(path.getValue()))));
        document.message(8, paths);
        document.message(9, properties(json.path("definitions")));
        return document.bytes();
    }

    private static WireWriter named(String name, WireWriter value) {
        WireWriter named = new WireWriter();
        named.text(1, name);
        named.message(2, value);
        return named;
    }

    private static WireWriter path(JsonNode json) {
        WireWriter path = new WireWriter();
        METHODS.forEach((method, number) -> {
            if (json.has(method)) {
                path.message(number, operation(json.get(method)));
            }
        });
        json.path("parameters").forEach(parameter -> path.message(9, parameter(parameter)));
        return path;
    }

    private static WireWriter operation(JsonNode json) {
        WireWriter operation = new WireWriter();
        json.path("consumes").forEach(type -> operation.text(7, type.asText()));
        json.path("parameters").forEach(parameter -> operation.message(8, parameter(parameter)));
        WireWriter response = new WireWriter();
        response.text(1, "OK");
        WireWriter value = new WireWriter();
        value.message(1, response);
        WireWriter responses = new WireWriter();
        responses.message(1, named("200", value));
        operation.message(9, responses);
        extensions(operation, 13, json);
        return operation;
    }

    /** A parameter of the path or the query, which protobuf wraps three times. */
    private static WireWriter parameter(JsonNode json) {
        boolean inPath = json.path("in").asText().equals("path");
        WireWriter own = new WireWriter();
        own.varint(1, json.path("required").asBoolean() ? 1 : 0);
        own.text(2, json.path("in").asText());
        own.text(4, json.path("name").asText());
        own.text(inPath ? 5 : 6, json.path("type").asText());
        WireWriter nonBody = new WireWriter();
        nonBody.message(inPath ? 4 : 3, own);
        WireWriter parameter = new WireWriter();
        parameter.message(2, nonBody);
        WireWriter item = new WireWriter();
        item.message(1, parameter);
        return item;
    }

    private static WireWriter properties(JsonNode json) {
        WireWriter properties = new WireWriter();
        json.properties().forEach(one -> properties.message(1, named(one.getKey(), schema(one.getValue()))));
        return properties;
    }

    private static WireWriter schema(JsonNode json) {
        WireWriter schema = new WireWriter();
        texts(schema, json, Map.of("$ref", 1, "format", 2, "description", 4, "pattern", 13));
        if (json.has("default")) {
            schema.message(5, any(json.get("default")));
        }
        json.path("required").forEach(name -> schema.text(19, name.asText()));
        json.path("enum").forEach(value -> schema.message(20, any(value)));
        JsonNode additional = json.path("additionalProperties");
        if (!additional.isMissingNode()) {
            WireWriter item = new WireWriter();
            if (additional.isObject()) {
                item.message(1, schema(additional));
            } else {
                item.varint(2, additional.asBoolean() ? 1 : 0);
            }
            schema.message(21, item);
        }
        if (json.path("type").isTextual()) {
            WireWriter type = new WireWriter();
            type.text(1, json.path("type").asText());
            schema.message(22, type);
        }
        if (json.path("items").isObject()) {
            WireWriter items = new WireWriter();
            items.message(1, schema(json.get("items")));
            schema.message(23, items);
        }
        if (json.path("properties").isObject()) {
            schema.message(25, properties(json.get("properties")));
        }
        extensions(schema, 31, json);
        return schema;
    }

    private static void texts(WireWriter out, JsonNode json, Map<String, Integer> numbers) {
        List.copyOf(numbers.entrySet()).forEach(field -> {
            if (json.path(field.getKey()).isTextual()) {
                out.text(field.getValue(), json.path(field.getKey()).asText());
            }
        });
    }

    private static void extensions(WireWriter out, int number, JsonNode json) {
        json.properties().forEach(field -> {
            if (field.getKey().startsWith("x-")) {
                out.message(number, named(field.getKey(), any(field.getValue())));
            }
        });
    }

    /** Any value, which stands there as YAML; JSON is. */
    private static WireWriter any(JsonNode value) {
        WireWriter any = new WireWriter();
        any.text(2, value + "\n");
        return any;
    }
}
