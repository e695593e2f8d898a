package dev.tierwall.lab.decode;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.tierwall.lab.schema.ListType;
import dev.tierwall.lab.schema.MapType;
import dev.tierwall.lab.schema.Scalar;
import dev.tierwall.lab.schema.Struct;
import dev.tierwall.lab.schema.Type;
import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.Locale;
import java.util.regex.Pattern;

/** Which JSON a scalar may be, and the one form in which it is kept. */
final class Scalars {

    private static final Pattern QUANTITY =
            Pattern.compile("[+-]?([0-9]+\\.?[0-9]*|\\.[0-9]+)([numkMGTPE]|[KMGTPE]i|[eE][+-]?[0-9]+)?");
    private static final Pattern DURATION =
            Pattern.compile("[+-]?(0|(([0-9]*\\.?[0-9]+|[0-9]+\\.)(ns|us|µs|μs|ms|s|m|h))+)");
    private static final DateTimeFormatter SECONDS =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);
    private static final DateTimeFormatter MICROSECONDS = DateTimeFormatter.ofPattern(
                    "uuuu-MM-dd'T'HH:mm:ss.SSSSSS'Z'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private Scalars() {}

    static boolean fits(Scalar type, JsonNode value) {
        return switch (type) {
            case STRING -> value.isTextual();
            case BOOL -> value.isBoolean();
            case INT32 -> value.isIntegralNumber() && value.canConvertToInt();
            case INT64 -> value.isIntegralNumber() && value.canConvertToLong();
            case DOUBLE -> value.isNumber();
            case BYTES -> value.isTextual() && isBase64(value.asText());
            case TIME, MICRO_TIME -> value.isTextual() && isTime(value.asText());
            case DURATION ->
                value.isTextual() && DURATION.matcher(value.asText()).matches();
            case QUANTITY ->
                value.isNumber()
                        || (value.isTextual()
                                && QUANTITY.matcher(value.asText()).matches());
            case INT_OR_STRING -> value.isTextual() || (value.isIntegralNumber() && value.canConvertToInt());
            case FIELDS_V1, RAW -> value.isObject();
            case STRINGS -> value.isArray();
            case SCHEMA_OR_ARRAY, SCHEMA_OR_STRINGS -> value.isObject() || value.isArray();
            case SCHEMA_OR_BOOL -> value.isObject() || value.isBoolean();
            case JSON, ANY -> true;
        };
    }

    /** A value that fits, as it is kept: times in UTC, amounts as text, the rest as it is. */
    static JsonNode usual(Scalar type, JsonNode value) {
        return switch (type) {
            case TIME -> text(SECONDS.format(OffsetDateTime.parse(value.asText())));
            case MICRO_TIME -> text(MICROSECONDS.format(OffsetDateTime.parse(value.asText())));
            case QUANTITY -> text(value.isNumber() ? value.decimalValue().toPlainString() : value.asText());
            case DOUBLE -> whole(value.asDouble());
            default -> value.isContainerNode() ? value.deepCopy() : value;
        };
    }

    /** A number without a fraction has none in writing either. */
    private static JsonNode whole(double value) {
        JsonNodeFactory json = JsonNodeFactory.instance;
        if (value == (int) value) {
            return json.numberNode((int) value);
        }
        return value == (long) value ? json.numberNode((long) value) : json.numberNode(value);
    }

    private static JsonNode text(String text) {
        return JsonNodeFactory.instance.textNode(text);
    }

    private static boolean isBase64(String text) {
        try {
            Base64.getDecoder().decode(text);
            return true;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static boolean isTime(String text) {
        try {
            OffsetDateTime.parse(text);
            return true;
        } catch (DateTimeException e) {
            return false;
        }
    }

    /** What a value is, as the API server says it. */
    static String written(JsonNode value) {
        return switch (value.getNodeType()) {
            case STRING -> "string";
            case NUMBER -> value.isIntegralNumber() ? "number " + value : "number";
            case BOOLEAN -> "bool";
            case ARRAY -> "array";
            default -> "object";
        };
    }

    /** A type as the API server says it. */
    static String goName(Type type) {
        return switch (type) {
            case Struct struct -> "v1." + struct.shortName();
            case ListType list -> "[]" + goName(list.item());
            case MapType map -> "map[string]" + goName(map.value());
            case Scalar.DOUBLE -> "float64";
            case Scalar.BYTES -> "[]uint8";
            case Scalar.TIME -> "v1.Time";
            case Scalar.MICRO_TIME -> "v1.MicroTime";
            case Scalar.DURATION -> "v1.Duration";
            case Scalar.QUANTITY -> "resource.Quantity";
            case Scalar.INT_OR_STRING -> "intstr.IntOrString";
            case Scalar scalar -> scalar.name().toLowerCase(Locale.ROOT);
        };
    }
}
