package dev.tierwall.lab;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tierwall.lab.schema.Field;
import dev.tierwall.lab.schema.GroupVersionKind;
import dev.tierwall.lab.schema.ListType;
import dev.tierwall.lab.schema.MapType;
import dev.tierwall.lab.schema.Scalar;
import dev.tierwall.lab.schema.Struct;
import dev.tierwall.lab.schema.Type;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.Random;

/** Objects made at random, that are as their types say and mean nothing. */
public final class RandomTrees {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final int DEEPEST = 12;

    private final Random random;

    public RandomTrees(long seed) {
        this.random = new Random(seed);
    }

    /** An object of a kind. */
    public ObjectNode object(GroupVersionKind kind, Struct type) {
        ObjectNode object = struct(type, 0);
        object.put("apiVersion", kind.apiVersion());
        object.put("kind", kind.kind());
        return object;
    }

    private ObjectNode struct(Struct type, int depth) {
        ObjectNode object = JSON.objectNode();
        for (Field field : type.fields().values()) {
            // What kind a part of an object is, the wire does not say.
            if (field.number() > 0 && random.nextInt(10) < (depth < 3 ? 6 : 3)) {
                object.set(field.name(), value(field.type(), depth + 1));
            }
        }
        return object;
    }

    private JsonNode value(Type type, int depth) {
        int size = depth > DEEPEST ? 0 : random.nextInt(3);
        return switch (type) {
            case Struct struct -> depth > DEEPEST ? JSON.objectNode() : struct(struct, depth);
            case ListType list -> {
                ArrayNode items = JSON.arrayNode();
                for (int i = 0; i < size; i++) {
                    items.add(value(list.item(), depth + 1));
                }
                yield items;
            }
            case MapType map -> {
                ObjectNode entries = JSON.objectNode();
                for (int i = 0; i < size; i++) {
                    entries.set(text(), value(map.value(), depth + 1));
                }
                yield entries;
            }
            case Scalar scalar -> scalar(scalar);
        };
    }

    private JsonNode scalar(Scalar type) {
        return switch (type) {
            case STRING -> JSON.textNode(text());
            case BOOL -> JSON.booleanNode(random.nextBoolean());
            case INT32 -> JSON.numberNode(random.nextInt(4) == 0 ? random.nextInt() : random.nextInt(3));
            case INT64 -> random.nextBoolean() ? JSON.numberNode(random.nextInt(5)) : JSON.numberNode(1L << 40);
            case DOUBLE -> JSON.numberNode(random.nextInt(5) + 0.5);
            case BYTES -> JSON.textNode(Base64.getEncoder().encodeToString(text().getBytes(StandardCharsets.UTF_8)));
            case TIME -> JSON.textNode(Instant.ofEpochSecond(random.nextInt()).toString());
            case MICRO_TIME ->
                JSON.textNode("2026-01-0%dT00:00:0%d.00012%d+0%d:00"
                        .formatted(1 + random.nextInt(9), random.nextInt(10), random.nextInt(10), random.nextInt(10)));
            case DURATION -> JSON.textNode(new String[] {"0s", "1m30s", "1h0m0.5s", "-20ms", "7ns"}[random.nextInt(5)]);
            case QUANTITY -> random.nextBoolean() ? JSON.numberNode(random.nextInt(9)) : JSON.textNode("500m");
            case INT_OR_STRING -> random.nextBoolean() ? JSON.numberNode(random.nextInt(70000)) : JSON.textNode(text());
            case FIELDS_V1 -> JSON.objectNode().set("f:spec", JSON.objectNode());
            case RAW -> JSON.objectNode().put("kind", "Thing").put("number", random.nextInt());
            case JSON, ANY -> JSON.objectNode().putNull("nothing").put("a", text());
            case STRINGS -> JSON.arrayNode().add(text()).add(text());
            case SCHEMA_OR_BOOL -> random.nextBoolean() ? JSON.booleanNode(true) : schema();
            case SCHEMA_OR_ARRAY -> random.nextBoolean() ? JSON.arrayNode().add(schema()) : schema();
            case SCHEMA_OR_STRINGS -> random.nextBoolean() ? JSON.arrayNode().add(text()) : schema();
        };
    }

    private ObjectNode schema() {
        return JSON.objectNode().put("type", "string").put("maxLength", random.nextInt(9));
    }

    private String text() {
        return new String[] {"", "a", "b-c", "ünï", "日本", "\"\\\n", "👍"}[random.nextInt(7)];
    }
}
