package dev.tierwall.lab.schema;

import java.util.Locale;
import java.util.Map;

/** A type without fields of its own, or one whose form in JSON or on the wire follows from nothing but its name. */
public enum Scalar implements Type {
    STRING,
    BOOL,
    INT32,
    INT64,
    DOUBLE,
    /** Bytes; base64 in JSON. */
    BYTES,
    /** A time with seconds, as in RFC 3339. */
    TIME,
    /** A time with six digits of a second. */
    MICRO_TIME,
    /** A length of time such as {@code 1m30s}. */
    DURATION,
    /** An amount such as {@code 100m} or {@code 2Gi}; a number in JSON is taken as well. */
    QUANTITY,
    INT_OR_STRING,
    /** A set of fields, as managedFields holds it. */
    FIELDS_V1,
    /** An object of any kind. */
    RAW,
    /** Any JSON, which the wire holds as text. */
    JSON,
    /** Any JSON, which the wire does not hold. */
    ANY,
    /** A list of strings, which the wire wraps in a message of its own. */
    STRINGS,
    /** A schema of a custom resource, or a list of them. */
    SCHEMA_OR_ARRAY,
    /** A schema of a custom resource, or true or false. */
    SCHEMA_OR_BOOL,
    /** A schema of a custom resource, or a list of strings. */
    SCHEMA_OR_STRINGS;

    /** As the table writes them. */
    private static final Map<String, Scalar> BY_NAME = Map.ofEntries(
            Map.entry("MicroTime", MICRO_TIME),
            Map.entry("IntOrString", INT_OR_STRING),
            Map.entry("FieldsV1", FIELDS_V1),
            Map.entry("SchemaOrArray", SCHEMA_OR_ARRAY),
            Map.entry("SchemaOrBool", SCHEMA_OR_BOOL),
            Map.entry("SchemaOrStrings", SCHEMA_OR_STRINGS));

    /** Whether a schema of a custom resource may stand there. */
    public boolean mayBeSchema() {
        return this == SCHEMA_OR_ARRAY || this == SCHEMA_OR_BOOL || this == SCHEMA_OR_STRINGS;
    }

    static boolean isNamed(String word) {
        if (BY_NAME.containsKey(word)) {
            return true;
        }
        for (Scalar scalar : values()) {
            if (scalar.name().equals(word.toUpperCase(Locale.ROOT))) {
                return true;
            }
        }
        return false;
    }

    static Scalar named(String word) {
        Scalar special = BY_NAME.get(word);
        return special != null ? special : valueOf(word.toUpperCase(Locale.ROOT));
    }
}
