package dev.tierwall.lab.decode;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tierwall.lab.schema.BuiltIns;
import dev.tierwall.lab.schema.Field;
import dev.tierwall.lab.schema.Field.Trait;
import dev.tierwall.lab.schema.ListType;
import dev.tierwall.lab.schema.MapType;
import dev.tierwall.lab.schema.Scalar;
import dev.tierwall.lab.schema.Struct;
import dev.tierwall.lab.schema.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Brings a tree into the one form in which the API server would give it back: without null, without what the type does not
 * know, without fields that are as empty as if they were absent, and with those that are written even when empty. Two trees
 * that mean the same are equal afterwards.
 */
public final class Conform {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private final Struct root;
    private final List<String> complaints = new ArrayList<>();

    private Conform(Struct root) {
        this.root = root;
    }

    /**
     * A tree in its usual form; the one given is not changed. Unknown fields are complaints, in the order in which they stand.
     *
     * @throws UnreadableObjectException where a value is of another type
     */
    public static Parsed to(Struct type, ObjectNode tree) throws UnreadableObjectException {
        Conform conform = new Conform(type);
        return new Parsed(conform.struct(type, tree, ""), conform.complaints);
    }

    private ObjectNode struct(Struct type, ObjectNode tree, String path) throws UnreadableObjectException {
        ObjectNode result = JSON.objectNode();
        for (Map.Entry<String, JsonNode> property : tree.properties()) {
            String inner = path.isEmpty() ? property.getKey() : path + "." + property.getKey();
            Field field = type.field(property.getKey());
            if (field != null) {
                JsonNode value = value(field.type(), property.getValue(), new At(inner, field));
                if (value != null && !isLeftOut(field, value)) {
                    result.set(field.name(), value);
                }
            } else if (type.open()) {
                result.set(property.getKey(), property.getValue().deepCopy());
            } else {
                complaints.add("unknown field \"" + inner + "\"");
            }
        }
        complete(type, result);
        return result;
    }

    /** Adds what is written even when it is empty. */
    private static void complete(Struct type, ObjectNode result) {
        for (Field field : type.fields().values()) {
            if (!result.has(field.name()) && !field.is(Trait.POINTER)) {
                JsonNode empty = field.type() instanceof Struct struct && field.number() > 0
                        ? emptyStruct(struct, field)
                        : field.is(Trait.WRITTEN) || field.type() == Scalar.QUANTITY ? emptyScalar(field.type()) : null;
                if (isItems(field)) {
                    empty = JSON.arrayNode();
                }
                if (empty != null) {
                    result.set(field.name(), empty);
                }
            }
        }
    }

    private static boolean isItems(Field field) {
        return field.name().equals("items") && field.is(Trait.WRITTEN);
    }

    private static @Nullable JsonNode emptyStruct(Struct type, Field field) {
        if (field.is(Trait.OMITZERO)) {
            return null;
        }
        ObjectNode empty = JSON.objectNode();
        complete(type, empty);
        return empty;
    }

    private static @Nullable JsonNode emptyScalar(Type type) {
        return switch (type) {
            case Scalar.STRING -> JSON.textNode("");
            case Scalar.INT32, Scalar.INT64, Scalar.INT_OR_STRING -> JSON.numberNode(0);
            case Scalar.BOOL -> JSON.booleanNode(false);
            case Scalar.QUANTITY -> JSON.textNode("0");
            default -> null;
        };
    }

    /** Whether a value is what stands for absence. */
    private static boolean isLeftOut(Field field, JsonNode value) {
        if (field.type() instanceof ListType || field.type() instanceof MapType) {
            // The wire does not tell an empty list from none; only lists of objects are never without one.
            return value.isEmpty() && field.number() > 0 && !isItems(field);
        }
        if (field.is(Trait.POINTER) || field.is(Trait.WRITTEN) || field.number() == 0) {
            return false;
        }
        return switch (field.type()) {
            case Scalar.STRING, Scalar.BYTES -> value.asText().isEmpty();
            case Scalar.INT32, Scalar.INT64, Scalar.DOUBLE -> value.asDouble() == 0;
            case Scalar.BOOL -> !value.asBoolean();
            case Scalar.INT_OR_STRING -> value.isNumber() && value.asInt() == 0;
            case Scalar.STRINGS -> value.isEmpty();
            default -> field.is(Trait.OMITZERO) && value.isEmpty() && value.isContainerNode();
        };
    }

    /** Where a value is, for complaints. */
    private record At(String path, Field field) {
        At item(int index) {
            return new At(path + "[" + index + "]", field);
        }

        At key(String key) {
            return new At(path + "." + key, field);
        }
    }

    private @Nullable JsonNode value(Type type, JsonNode value, At at) throws UnreadableObjectException {
        if (value.isNull()) {
            return type == Scalar.ANY ? value : null;
        }
        return switch (type) {
            case Struct struct -> {
                require(value instanceof ObjectNode, value, type, at);
                yield struct(struct, (ObjectNode) value, at.path);
            }
            case ListType list -> {
                require(value.isArray(), value, type, at);
                yield list(list, value, at);
            }
            case MapType map -> {
                require(value.isObject(), value, type, at);
                yield map(map, value, at);
            }
            case Scalar scalar -> {
                require(Scalars.fits(scalar, value), value, type, at);
                yield scalar.mayBeSchema() && value.isContainerNode()
                        ? schemas(value, at)
                        : Scalars.usual(scalar, value);
            }
        };
    }

    /** A schema within a schema, or a list of schemas or strings. */
    private @Nullable JsonNode schemas(JsonNode value, At at) throws UnreadableObjectException {
        Type schema = BuiltIns.table().type("apiextensions.JSONSchemaProps");
        if (value.isObject()) {
            return value(schema, value, at);
        }
        ArrayNode items = JSON.arrayNode();
        for (JsonNode item : value) {
            JsonNode usual = item.isObject() ? value(schema, item, at.item(items.size())) : item;
            items.add(usual != null ? usual : JSON.objectNode());
        }
        return items;
    }

    private ArrayNode list(ListType type, JsonNode value, At at) throws UnreadableObjectException {
        ArrayNode items = JSON.arrayNode();
        for (JsonNode item : value) {
            JsonNode usual = value(type.item(), item, at.item(items.size()));
            items.add(usual != null ? usual : empty(type.item()));
        }
        return items;
    }

    private ObjectNode map(MapType type, JsonNode value, At at) throws UnreadableObjectException {
        ObjectNode entries = JSON.objectNode();
        for (Map.Entry<String, JsonNode> entry : value.properties()) {
            JsonNode usual = value(type.value(), entry.getValue(), at.key(entry.getKey()));
            entries.set(entry.getKey(), usual != null ? usual : empty(type.value()));
        }
        return entries;
    }

    /** What null is among the entries of a list or map, which cannot be absent. */
    private static JsonNode empty(Type type) {
        if (type instanceof Struct struct) {
            ObjectNode empty = JSON.objectNode();
            complete(struct, empty);
            return empty;
        }
        JsonNode empty = emptyScalar(type);
        return empty != null ? empty : JSON.nullNode();
    }

    private void require(boolean fits, JsonNode value, Type type, At at) throws UnreadableObjectException {
        if (!fits) {
            throw new UnreadableObjectException("json: cannot unmarshal " + Scalars.written(value)
                    + " into Go struct field " + root.shortName() + "." + at.path + " of type " + Scalars.goName(type));
        }
    }
}
