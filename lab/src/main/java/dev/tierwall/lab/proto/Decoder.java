package dev.tierwall.lab.proto;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tierwall.lab.schema.BuiltIns;
import dev.tierwall.lab.schema.Field;
import dev.tierwall.lab.schema.ListType;
import dev.tierwall.lab.schema.MapType;
import dev.tierwall.lab.schema.Scalar;
import dev.tierwall.lab.schema.Struct;
import dev.tierwall.lab.schema.Type;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads messages as trees. Fields that the types do not know are skipped. */
final class Decoder {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final ObjectMapper MAPPER = new ObjectMapper();

    ObjectNode decode(WireReader in, Struct type) throws MalformedProtobufException {
        ObjectNode object = JSON.objectNode();
        decode(in, type, object);
        return object;
    }

    private void decode(WireReader in, Struct type, ObjectNode into) throws MalformedProtobufException {
        Map<Integer, Field> fields = new HashMap<>();
        type.declared().forEach(field -> fields.put(field.number(), field));
        while (in.next()) {
            Field field = fields.get(in.number());
            if (field == null) {
                in.skip();
            } else if (field.isInline() && field.type() instanceof Struct inner) {
                decode(in.message(), inner, into);
            } else {
                field(in, field, into);
            }
        }
    }

    private void field(WireReader in, Field field, ObjectNode into) throws MalformedProtobufException {
        String name = field.name();
        switch (field.type()) {
            case ListType list -> {
                ArrayNode items = into.get(name) instanceof ArrayNode known ? known : into.putArray(name);
                if (list.item() instanceof Scalar scalar && isNumber(scalar) && in.isPacked()) {
                    WireReader packed = in.message();
                    while (!packed.atEnd()) {
                        items.add(packed.rawVarint());
                    }
                } else {
                    JsonNode item = value(in, list.item());
                    items.add(item == null ? JSON.nullNode() : item);
                }
            }
            case MapType map ->
                entry(
                        in.message(),
                        map.value(),
                        into.get(name) instanceof ObjectNode known ? known : into.putObject(name));
            case Type other -> {
                JsonNode value = value(in, other);
                if (value != null) {
                    into.set(name, value);
                }
            }
        }
    }

    private static boolean isNumber(Scalar scalar) {
        return scalar == Scalar.INT32 || scalar == Scalar.INT64;
    }

    private void entry(WireReader in, Type type, ObjectNode into) throws MalformedProtobufException {
        String key = "";
        JsonNode value = null;
        while (in.next()) {
            switch (in.number()) {
                case 1 -> key = in.text();
                case 2 -> value = value(in, type);
                default -> in.skip();
            }
        }
        if (value == null && type == Scalar.STRING) {
            value = JSON.textNode("");
        }
        into.set(key, value == null ? JSON.nullNode() : value);
    }

    /** A value; null where the wire has an empty message for none. */
    private @Nullable JsonNode value(WireReader in, Type type) throws MalformedProtobufException {
        return switch (type) {
            case Struct struct -> decode(in.message(), struct);
            case Scalar scalar ->
                switch (scalar) {
                    case STRING -> JSON.textNode(in.text());
                    case BOOL -> JSON.booleanNode(in.varint() != 0);
                    case INT32 -> JSON.numberNode((int) in.varint());
                    case INT64 -> whole(in.varint());
                    case DOUBLE -> JSON.numberNode(in.fixed64());
                    case BYTES -> JSON.textNode(Base64.getEncoder().encodeToString(in.bytes()));
                    default -> wrapped(in.message(), scalar);
                };
            default -> throw new MalformedProtobufException("a list within a list");
        };
    }

    /** In the smallest form, as the JSON parser has it, so that equal trees are equal. */
    private static JsonNode whole(long value) {
        return value == (int) value ? JSON.numberNode((int) value) : JSON.numberNode(value);
    }

    /** The scalars that are messages on the wire. */
    private @Nullable JsonNode wrapped(WireReader in, Scalar type) throws MalformedProtobufException {
        boolean empty = in.atEnd();
        long[] numbers = new long[3];
        byte[] bytes = {};
        JsonNode schema = null;
        ArrayNode all = JSON.arrayNode();
        while (in.next()) {
            int number = in.number();
            if (number < numbers.length && isNumber(type, number)) {
                numbers[number] = in.varint();
            } else if (isSchema(type, number)) {
                schema = decode(in.message(), BuiltIns.table().type("apiextensions.JSONSchemaProps"));
                if (number == 2) {
                    all.add(schema);
                }
            } else if (number <= 3) {
                bytes = in.bytes();
                all.add(text(bytes));
            } else {
                in.skip();
            }
        }
        return switch (type) {
            case TIME, MICRO_TIME ->
                empty ? null : JSON.textNode(Times.text(numbers[1], (int) numbers[2], type == Scalar.MICRO_TIME));
            case DURATION -> JSON.textNode(Times.text(numbers[1]));
            case QUANTITY -> JSON.textNode(text(bytes));
            case INT_OR_STRING -> numbers[1] == 0 ? JSON.numberNode((int) numbers[2]) : JSON.textNode(text(bytes));
            case STRINGS -> all;
            case SCHEMA_OR_ARRAY, SCHEMA_OR_STRINGS -> all.isEmpty() && schema != null ? schema : all;
            case SCHEMA_OR_BOOL -> schema != null ? schema : JSON.booleanNode(numbers[1] != 0);
            default -> bytes.length == 0 ? null : embedded(bytes);
        };
    }

    private static boolean isNumber(Scalar type, int number) {
        return switch (type) {
            case TIME, MICRO_TIME, DURATION -> true;
            case INT_OR_STRING -> number != 3;
            case SCHEMA_OR_BOOL -> number == 1;
            default -> false;
        };
    }

    private static boolean isSchema(Scalar type, int number) {
        return switch (type) {
            case SCHEMA_OR_ARRAY -> number <= 2;
            case SCHEMA_OR_BOOL -> number == 2;
            case SCHEMA_OR_STRINGS -> number == 1;
            default -> false;
        };
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    /** An object within another, which is JSON or an envelope of its own. */
    private static JsonNode embedded(byte[] bytes) throws MalformedProtobufException {
        return Protobuf.isEnvelope(bytes) ? Protobuf.decode(bytes) : json(bytes);
    }

    static JsonNode json(byte[] bytes) throws MalformedProtobufException {
        try {
            return MAPPER.readTree(text(bytes));
        } catch (JsonProcessingException e) {
            throw new MalformedProtobufException("an embedded object is not JSON: " + e.getOriginalMessage());
        }
    }
}
