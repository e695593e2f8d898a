package dev.tierwall.lab.api;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * How something is deleted.
 *
 * @param grace how many seconds it may still live, if that is said
 * @param propagation what becomes of what it owns: {@code Background}, {@code Foreground} or {@code Orphan}
 * @param uid the uid that it must have, if one is given
 * @param version the version that it must have, if one is given
 * @param dryRun whether to say what would come of it, and no more
 */
public record DeleteOptions(
        OptionalLong grace, String propagation, Optional<String> uid, Optional<String> version, boolean dryRun) {

    public static final DeleteOptions PLAIN =
            new DeleteOptions(OptionalLong.empty(), "Background", Optional.empty(), Optional.empty(), false);

    /** From a {@code DeleteOptions} object; nothing in it means nothing is said. */
    public static DeleteOptions of(JsonNode body) throws ApiException {
        JsonNode grace = body.path("gracePeriodSeconds");
        if (grace.isNumber() && grace.asLong() < 0) {
            throw ApiException.badRequest("gracePeriodSeconds must not be negative");
        }
        String propagation = body.path("propagationPolicy").asText("");
        if (propagation.isEmpty()) {
            propagation = body.path("orphanDependents").asBoolean(false) ? "Orphan" : "Background";
        }
        if (!propagation.equals("Background") && !propagation.equals("Foreground") && !propagation.equals("Orphan")) {
            throw ApiException.badRequest(
                    "DeleteOptions.meta.k8s.io \"\" is invalid: propagationPolicy: Unsupported value: \"" + propagation
                            + "\": supported values: \"Background\", \"Foreground\", \"Orphan\"");
        }
        JsonNode must = body.path("preconditions");
        return new DeleteOptions(
                grace.isNumber() ? OptionalLong.of(grace.asLong()) : OptionalLong.empty(),
                propagation,
                text(must.path("uid")),
                text(must.path("resourceVersion")),
                !body.path("dryRun").isEmpty());
    }

    private static Optional<String> text(JsonNode node) {
        return node.isTextual() ? Optional.of(node.asText()) : Optional.empty();
    }

    public DeleteOptions dry(boolean also) {
        return new DeleteOptions(grace, propagation, uid, version, dryRun || also);
    }
}
