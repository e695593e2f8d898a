package dev.tierwall.lab.custom;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.tierwall.lab.validate.Causes;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** Holds a custom resource to its schema. */
final class SchemaRules {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private final Causes causes;

    SchemaRules(Causes causes) {
        this.causes = causes;
    }

    /** Checks a whole object; its metadata is checked by others. */
    void checkObject(JsonNode schema, JsonNode object) {
        check(schema, object, "");
    }

    private void check(JsonNode schema, JsonNode value, String path) {
        if (value.isNull() && schema.path("nullable").asBoolean()) {
            return;
        }
        if (!isOfType(schema, value, path)) {
            return;
        }
        enumerated(schema, value, path);
        combined(schema, value, path);
        switch (value.getNodeType()) {
            case STRING -> text(schema, value, path);
            case NUMBER -> number(schema, value, path);
            case ARRAY -> list(schema, value, path);
            case OBJECT -> object(schema, value, path);
            default -> {
                // True, false and null have no further rules.
            }
        }
        for (JsonNode rule : schema.path("x-kubernetes-validations")) {
            String text = rule.path("rule").asText();
            if (!Expressions.holds(text, value)) {
                causes.invalid(path, value, rule.path("message").asText("failed rule: " + text));
            }
        }
    }

    private boolean isOfType(JsonNode schema, JsonNode value, String path) {
        String type = schema.path("type").asText();
        boolean fits = switch (type) {
            case "string" -> value.isTextual();
            case "integer" -> isWhole(value);
            case "number" -> value.isNumber();
            case "boolean" -> value.isBoolean();
            case "array" -> value.isArray();
            case "object" -> value.isObject();
            default -> true;
        };
        if (schema.path("x-kubernetes-int-or-string").asBoolean()) {
            fits = value.isTextual() || isWhole(value);
            type = "integer,string";
        }
        if (!fits) {
            String actual = typeOf(value);
            causes.wrongType(
                    path, JSON.textNode(actual), path + " in body must be of type " + type + ": \"" + actual + "\"");
        }
        return fits;
    }

    private static boolean isWhole(JsonNode value) {
        return value.isIntegralNumber() || (value.isNumber() && value.doubleValue() % 1 == 0);
    }

    private static String typeOf(JsonNode value) {
        return switch (value.getNodeType()) {
            case NUMBER -> value.isIntegralNumber() ? "integer" : "number";
            case OBJECT -> "object";
            case ARRAY -> "array";
            case BOOLEAN -> "boolean";
            case STRING -> "string";
            default -> "null";
        };
    }

    private void enumerated(JsonNode schema, JsonNode value, String path) {
        JsonNode values = schema.path("enum");
        if (values.isArray() && values.valueStream().noneMatch(value::equals)) {
            causes.unsupported(
                    path,
                    value,
                    values.valueStream()
                            .map(one -> one.isTextual() ? one.asText() : one.toString())
                            .toList());
        }
    }

    private void combined(JsonNode schema, JsonNode value, String path) {
        String name = "\"" + path + "\" must ";
        long one = fitting(schema.path("oneOf"), value);
        if (schema.has("oneOf") && one != 1) {
            String found = one == 0 ? "Found none valid" : "Found " + one + " valid alternatives";
            causes.invalid(path, "", name + "validate one and only one schema (oneOf). " + found);
        }
        if (schema.has("anyOf") && fitting(schema.path("anyOf"), value) == 0) {
            causes.invalid(path, "", name + "validate at least one schema (anyOf)");
        }
        for (JsonNode part : schema.path("allOf")) {
            check(part, value, path);
        }
        if (schema.has("not") && fits(schema.path("not"), value)) {
            causes.invalid(path, "", name + "not validate the schema (not)");
        }
    }

    private static long fitting(JsonNode schemas, JsonNode value) {
        return schemas.valueStream().filter(schema -> fits(schema, value)).count();
    }

    private static boolean fits(JsonNode schema, JsonNode value) {
        Causes found = new Causes();
        new SchemaRules(found).check(schema, value, "");
        return found.isEmpty();
    }

    private void text(JsonNode schema, JsonNode value, String path) {
        String text = value.asText();
        long length = text.codePoints().count();
        if (schema.has("maxLength") && length > schema.path("maxLength").asLong()) {
            causes.tooLong(path, schema.path("maxLength").asLong());
        }
        if (schema.has("minLength") && length < schema.path("minLength").asLong()) {
            causes.invalid(
                    path,
                    value,
                    path + " in body should be at least "
                            + schema.path("minLength").asLong() + " chars long");
        }
        String pattern = schema.path("pattern").asText();
        if (!pattern.isEmpty() && !matches(pattern, text)) {
            causes.invalid(path, value, path + " in body should match '" + pattern + "'");
        }
        if (schema.path("format").asText().equals("date-time") && !isTime(text)) {
            causes.invalid(path, value, path + " in body must be of type date-time: " + value);
        }
    }

    /** A pattern that Java does not understand, though Go might, excludes nothing. */
    private static boolean matches(String pattern, String text) {
        try {
            return Pattern.compile(pattern).matcher(text).find();
        } catch (PatternSyntaxException e) {
            return true;
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

    private void number(JsonNode schema, JsonNode value, String path) {
        BigDecimal number = value.decimalValue();
        String is = path + " in body should be ";
        if (schema.has("maximum")) {
            int order = number.compareTo(schema.path("maximum").decimalValue());
            boolean open = schema.path("exclusiveMaximum").asBoolean();
            if (order > 0 || (order == 0 && open)) {
                causes.invalid(
                        path, value, is + (open ? "less than " : "less than or equal to ") + schema.get("maximum"));
            }
        }
        if (schema.has("minimum")) {
            int order = number.compareTo(schema.path("minimum").decimalValue());
            boolean open = schema.path("exclusiveMinimum").asBoolean();
            if (order < 0 || (order == 0 && open)) {
                causes.invalid(
                        path,
                        value,
                        is + (open ? "greater than " : "greater than or equal to ") + schema.get("minimum"));
            }
        }
        if (schema.has("multipleOf")
                && number.remainder(schema.path("multipleOf").decimalValue()).signum() != 0) {
            causes.invalid(path, value, is + "a multiple of " + schema.get("multipleOf"));
        }
    }

    private void list(JsonNode schema, JsonNode value, String path) {
        if (schema.has("maxItems") && value.size() > schema.path("maxItems").asLong()) {
            causes.tooMany(path, value.size(), schema.path("maxItems").asLong());
        }
        if (schema.has("minItems") && value.size() < schema.path("minItems").asLong()) {
            causes.invalid(
                    path,
                    JSON.numberNode(value.size()),
                    path + " in body should have at least "
                            + schema.path("minItems").asLong() + " items");
        }
        Set<JsonNode> seen = new HashSet<>();
        for (int i = 0; i < value.size(); i++) {
            String inner = path + "[" + i + "]";
            check(schema.path("items"), value.get(i), inner);
            JsonNode identity = identity(schema, value.get(i));
            if (!identity.isMissingNode() && !seen.add(identity)) {
                causes.duplicate(inner, identity);
            }
        }
    }

    /** What must not be twice in a list; nothing where anything may. */
    private static JsonNode identity(JsonNode schema, JsonNode item) {
        return switch (schema.path("x-kubernetes-list-type").asText()) {
            case "set" -> item;
            case "map" -> {
                List<String> keys = new ArrayList<>();
                schema.path("x-kubernetes-list-map-keys").forEach(key -> keys.add(key.asText()));
                var identity = JSON.objectNode();
                keys.forEach(
                        key -> identity.set(key, item.path(key).isMissingNode() ? JSON.nullNode() : item.get(key)));
                yield identity;
            }
            default -> JSON.missingNode();
        };
    }

    private void object(JsonNode schema, JsonNode value, String path) {
        if (schema.has("maxProperties")
                && value.size() > schema.path("maxProperties").asLong()) {
            causes.tooMany(path, value.size(), schema.path("maxProperties").asLong());
        }
        if (schema.has("minProperties")
                && value.size() < schema.path("minProperties").asLong()) {
            causes.invalid(
                    path,
                    JSON.numberNode(value.size()),
                    path + " in body should have at least "
                            + schema.path("minProperties").asLong() + " properties");
        }
        for (JsonNode name : schema.path("required")) {
            if (!value.has(name.asText())) {
                causes.required(below(path, name.asText()), "");
            }
        }
        JsonNode additional = schema.path("additionalProperties");
        for (Map.Entry<String, JsonNode> property : value.properties()) {
            JsonNode known = schema.path("properties").path(property.getKey());
            if (known.isObject()) {
                check(known, property.getValue(), below(path, property.getKey()));
            } else if (additional.isObject()) {
                check(additional, property.getValue(), below(path, property.getKey()));
            }
        }
    }

    private static String below(String path, String name) {
        return path.isEmpty() ? name : path + "." + name;
    }
}
