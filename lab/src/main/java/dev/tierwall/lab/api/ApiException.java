package dev.tierwall.lab.api;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.Serial;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A refusal, as the {@code Status} object that clients understand. */
public final class ApiException extends Exception {
    @Serial
    private static final long serialVersionUID = 1;

    private final int code;
    private final String reason;
    private final transient ObjectNode details;

    /** What is wrong with one field: a reason such as {@code FieldValueInvalid}, the field, and a sentence. */
    public record Cause(String reason, String field, String message) {}

    /** What a refusal is about. */
    public record About(String group, String kind, String name) {
        static final About NOTHING = new About("", "", "");
    }

    private ApiException(int code, String reason, @Nullable String message, About about, List<Cause> causes) {
        super(message);
        this.code = code;
        this.reason = reason;
        this.details = details(about, causes);
    }

    private static ObjectNode details(About about, List<Cause> causes) {
        ObjectNode details = JsonNodeFactory.instance.objectNode();
        putUnlessEmpty(details, "name", about.name());
        putUnlessEmpty(details, "group", about.group());
        putUnlessEmpty(details, "kind", about.kind());
        for (Cause cause : causes) {
            ObjectNode one = details.withArray("causes").addObject();
            putUnlessEmpty(one, "reason", cause.reason());
            one.put("message", cause.message());
            putUnlessEmpty(one, "field", cause.field());
        }
        return details;
    }

    private static void putUnlessEmpty(ObjectNode object, String field, String value) {
        if (!value.isEmpty()) {
            object.put(field, value);
        }
    }

    public static ApiException badRequest(@Nullable String message) {
        return new ApiException(400, "BadRequest", message, About.NOTHING, List.of());
    }

    public static ApiException unauthorized() {
        return new ApiException(401, "Unauthorized", "Unauthorized", About.NOTHING, List.of());
    }

    public static ApiException forbidden(String message, About about) {
        return new ApiException(403, "Forbidden", message, about, List.of());
    }

    /** There is no such object. */
    public static ApiException notFound(About about) {
        String what = about.group().isEmpty() ? about.kind() : about.kind() + "." + about.group();
        return new ApiException(404, "NotFound", what + " \"" + about.name() + "\" not found", about, List.of());
    }

    /** There is no such path. */
    public static ApiException noSuchPath() {
        return new ApiException(
                404, "NotFound", "the server could not find the requested resource", About.NOTHING, List.of());
    }

    public static ApiException methodNotAllowed() {
        return new ApiException(
                405,
                "MethodNotAllowed",
                "the server does not allow this method on the requested resource",
                About.NOTHING,
                List.of());
    }

    public static ApiException notAcceptable(String message) {
        return new ApiException(406, "NotAcceptable", message, About.NOTHING, List.of());
    }

    public static ApiException alreadyExists(About about) {
        String what = about.group().isEmpty() ? about.kind() : about.kind() + "." + about.group();
        return new ApiException(
                409, "AlreadyExists", what + " \"" + about.name() + "\" already exists", about, List.of());
    }

    public static ApiException conflict(About about, String why, List<Cause> causes) {
        String what = about.group().isEmpty() ? about.kind() : about.kind() + "." + about.group();
        return new ApiException(
                409,
                "Conflict",
                "Operation cannot be fulfilled on " + what + " \"" + about.name() + "\": " + why,
                about,
                causes);
    }

    /** A conflict whose message says all. */
    public static ApiException conflict(@Nullable String message, List<Cause> causes) {
        return new ApiException(409, "Conflict", message, About.NOTHING, causes);
    }

    public static ApiException gone(@Nullable String message) {
        return new ApiException(410, "Expired", message, About.NOTHING, List.of());
    }

    public static ApiException tooLarge(long limit) {
        return new ApiException(
                413, "RequestEntityTooLarge", "Request entity too large: limit is " + limit, About.NOTHING, List.of());
    }

    public static ApiException unsupportedMediaType(String type) {
        return new ApiException(
                415,
                "UnsupportedMediaType",
                "the body of the request was in an unknown format: " + type,
                About.NOTHING,
                List.of());
    }

    /** Fields that do not say what they should. */
    public static ApiException invalid(About about, List<Cause> causes) {
        String what = about.group().isEmpty() ? about.kind() : about.kind() + "." + about.group();
        List<String> said = causes.stream()
                .map(cause -> cause.field().isEmpty() ? cause.message() : cause.field() + ": " + cause.message())
                .toList();
        String all = said.size() == 1 ? said.getFirst() : "[" + String.join(", ", said) + "]";
        return new ApiException(422, "Invalid", what + " \"" + about.name() + "\" is invalid: " + all, about, causes);
    }

    /** What is asked for makes no sense here. */
    public static ApiException unprocessable(@Nullable String message) {
        return new ApiException(422, "Invalid", message, About.NOTHING, List.of());
    }

    public static ApiException internal(String message) {
        return new ApiException(500, "InternalError", message, About.NOTHING, List.of());
    }

    public int code() {
        return code;
    }

    public String reason() {
        return reason;
    }

    /** The {@code Status} object. */
    public ObjectNode status() {
        ObjectNode status = JsonNodeFactory.instance.objectNode();
        status.put("kind", "Status").put("apiVersion", "v1");
        status.putObject("metadata");
        status.put("status", "Failure").put("message", getMessage()).put("reason", reason);
        if (!details.isEmpty()) {
            status.set("details", details);
        }
        status.put("code", code);
        return status;
    }
}
