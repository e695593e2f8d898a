package dev.tierwall.lab.proto;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.tierwall.lab.schema.BuiltIns;
import dev.tierwall.lab.schema.Field;
import dev.tierwall.lab.schema.ListType;
import dev.tierwall.lab.schema.MapType;
import dev.tierwall.lab.schema.Scalar;
import dev.tierwall.lab.schema.Struct;
import dev.tierwall.lab.schema.Type;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.TreeMap;

/** Writes trees as messages. The trees are as the types say; what they do not know is left out. */
final class Encoder {

    WireWriter encode(JsonNode object, Struct type) {
        WireWriter out = new WireWriter();
        for (Field field : type.declared()) {
            if (field.isInline() && field.type() instanceof Struct inner) {
                out.message(field.number(), encode(object, inner));
            } else if (field.number() > 0) {
                JsonNode value = object.path(field.name());
                if (!value.isMissingNode() && !value.isNull()) {
                    field(out, field.number(), value, field.type());
                } else if (!field.is(Field.Trait.POINTER)) {
                    empty(out, field.number(), field.type());
                }
            }
        }
        return out;
    }

    /** What is on the wire for a field that is absent, where absent and empty are the same: as client libraries write it. */
    private void empty(WireWriter out, int number, Type type) {
        switch (type) {
            case Struct struct -> out.message(number, encode(MissingNode.getInstance(), struct));
            case Scalar.STRING -> out.text(number, "");
            case Scalar.BOOL, Scalar.INT32, Scalar.INT64 -> out.varint(number, 0);
            case Scalar.TIME, Scalar.MICRO_TIME, Scalar.RAW -> out.message(number, new WireWriter());
            case Scalar.INT_OR_STRING, Scalar.QUANTITY ->
                field(out, number, JsonNodeFactory.instance.numberNode(0), type);
            default -> {
                // Lists, maps and bytes leave no trace.
            }
        }
    }

    private void field(WireWriter out, int number, JsonNode value, Type type) {
        switch (type) {
            case Struct struct -> out.message(number, encode(value, struct));
            case ListType list -> value.forEach(item -> field(out, number, item, list.item()));
            case MapType map -> {
                // In the order of their keys, as client libraries write them.
                Map<String, JsonNode> sorted = new TreeMap<>();
                value.properties().forEach(property -> sorted.put(property.getKey(), property.getValue()));
                sorted.forEach((key, inner) -> {
                    WireWriter entry = new WireWriter();
                    entry.text(1, key);
                    field(entry, 2, inner, map.value());
                    out.message(number, entry);
                });
            }
            case Scalar scalar -> scalar(out, number, value, scalar);
        }
    }

    private void scalar(WireWriter out, int number, JsonNode value, Scalar type) {
        switch (type) {
            case STRING -> out.text(number, value.asText());
            case BOOL -> out.varint(number, value.asBoolean() ? 1 : 0);
            case INT32, INT64 -> out.varint(number, value.asLong());
            case DOUBLE -> out.fixed64(number, value.asDouble());
            case BYTES -> out.bytes(number, Base64.getDecoder().decode(value.asText()));
            case ANY -> {
                // The wire has no form for it.
            }
            default -> out.message(number, wrapped(value, type));
        }
    }

    /** The scalars that are messages on the wire. */
    private WireWriter wrapped(JsonNode value, Scalar type) {
        WireWriter out = new WireWriter();
        Struct schema = BuiltIns.table().type("apiextensions.JSONSchemaProps");
        switch (type) {
            case TIME, MICRO_TIME -> Times.encode(out, value.asText());
            case DURATION -> out.varint(1, Times.nanoseconds(value.asText()));
            case QUANTITY -> out.text(1, value.isNumber() ? plain(value) : value.asText());
            case INT_OR_STRING -> {
                out.varint(1, value.isTextual() ? 1 : 0);
                out.varint(2, value.isTextual() ? 0 : value.asLong());
                out.text(3, value.isTextual() ? value.asText() : "");
            }
            case STRINGS -> value.forEach(item -> out.text(1, item.asText()));
            case SCHEMA_OR_ARRAY -> {
                if (value.isArray()) {
                    value.forEach(item -> out.message(2, encode(item, schema)));
                } else {
                    out.message(1, encode(value, schema));
                }
            }
            case SCHEMA_OR_BOOL -> {
                out.varint(1, value.isObject() || value.asBoolean() ? 1 : 0);
                if (value.isObject()) {
                    out.message(2, encode(value, schema));
                }
            }
            case SCHEMA_OR_STRINGS -> {
                if (value.isArray()) {
                    value.forEach(item -> out.text(2, item.asText()));
                } else {
                    out.message(1, encode(value, schema));
                }
            }
            default -> out.bytes(1, json(value));
        }
        return out;
    }

    private static String plain(JsonNode number) {
        BigDecimal value = number.decimalValue();
        return value.stripTrailingZeros().toPlainString();
    }

    static byte[] json(JsonNode value) {
        JsonNode written = value.isMissingNode() ? JsonNodeFactory.instance.nullNode() : value;
        return written.toString().getBytes(StandardCharsets.UTF_8);
    }
}
