package dev.tierwall.lab.validate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.tierwall.lab.schema.GroupVersionKind;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Collects what is wrong with an object, in the API server's words, which clients show and tests look for. */
public final class Causes {

    private final List<Cause> causes = new ArrayList<>();

    public List<Cause> list() {
        return List.copyOf(causes);
    }

    public boolean isEmpty() {
        return causes.isEmpty();
    }

    public void required(String field, String detail) {
        add("FieldValueRequired", "Required value", field, detail);
    }

    public void invalid(String field, JsonNode value, String detail) {
        add("FieldValueInvalid", "Invalid value: " + shown(value), field, detail);
    }

    public void invalid(String field, String value, String detail) {
        invalid(field, JsonNodeFactory.instance.textNode(value), detail);
    }

    public void wrongType(String field, JsonNode value, String detail) {
        add("FieldValueTypeInvalid", "Invalid value: " + shown(value), field, detail);
    }

    public void unsupported(String field, JsonNode value, List<String> supported) {
        String values = supported.stream().map(Causes::quoted).collect(Collectors.joining(", "));
        add("FieldValueNotSupported", "Unsupported value: " + shown(value), field, "supported values: " + values);
    }

    public void forbidden(String field, String detail) {
        add("FieldValueForbidden", "Forbidden", field, detail);
    }

    public void duplicate(String field, JsonNode value) {
        add("FieldValueDuplicate", "Duplicate value: " + shown(value), field, "");
    }

    public void notFound(String field, JsonNode value) {
        add("FieldValueNotFound", "Not found: " + shown(value), field, "");
    }

    public void tooLong(String field, long most) {
        add("FieldValueTooLong", "Too long", field, "may not be more than " + most + (most == 1 ? " byte" : " bytes"));
    }

    public void tooMany(String field, int actual, long most) {
        String detail = "must have at most " + most + (most == 1 ? " item" : " items");
        add("FieldValueTooMany", "Too many: " + actual, field, detail);
    }

    private void add(String reason, String words, String field, String detail) {
        causes.add(new Cause(reason, detail.isEmpty() ? words : words + ": " + detail, field));
    }

    /** A value as messages show it; a string is quoted. */
    static String shown(JsonNode value) {
        return value.isMissingNode() ? "\"\"" : value.toString();
    }

    static String quoted(String text) {
        return JsonNodeFactory.instance.textNode(text).toString();
    }

    /** The message of a Status that says that an object is invalid. */
    public static String message(GroupVersionKind kind, String name, List<Cause> causes) {
        Set<String> lines = new LinkedHashSet<>();
        causes.forEach(
                cause -> lines.add(cause.field().isEmpty() ? cause.message() : cause.field() + ": " + cause.message()));
        String all = lines.size() == 1 ? lines.iterator().next() : "[" + String.join(", ", lines) + "]";
        return kind.qualifiedKind() + " " + quoted(name) + " is invalid: " + all;
    }
}
