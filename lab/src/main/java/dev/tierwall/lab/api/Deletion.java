package dev.tierwall.lab.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tierwall.lab.store.GroupResource;
import dev.tierwall.lab.store.ObjectStore;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

/** How objects end: at once, after a time of grace, or when all who asked to be waited for have let go. */
final class Deletion {

    private static final String ORPHAN = "orphan";
    private static final String FOREGROUND = "foregroundDeletion";

    private final ObjectStore store;
    private final Clock clock;

    Deletion(ObjectStore store, Clock clock) {
        this.store = store;
        this.clock = clock;
    }

    /** Deletes an object or marks it; the object as it is then, or was last. */
    ObjectNode delete(Place place, String name, DeleteOptions options) throws ApiException {
        if (options.dryRun()) {
            return requested(place, known(place, name), options);
        }
        return store.<ApiException>alter(place.key(name), before -> {
                    ObjectNode after = requested(place, before, options);
                    return isDue(after) ? Optional.empty() : Optional.of(after);
                })
                .orElseThrow(() -> ApiException.notFound(place.about(name)));
    }

    private ObjectNode known(Place place, String name) throws ApiException {
        return store.get(place.key(name)).orElseThrow(() -> ApiException.notFound(place.about(name)));
    }

    /** An object whose deletion is asked for. */
    private ObjectNode requested(Place place, ObjectNode before, DeleteOptions options) throws ApiException {
        requireExpected(place, before, options);
        return marked(place, before.deepCopy(), options);
    }

    private static void requireExpected(Place place, ObjectNode object, DeleteOptions options) throws ApiException {
        JsonNode metadata = object.path("metadata");
        String name = metadata.path("name").asText();
        for (String[] pair : new String[][] {
            {options.uid().orElse(""), metadata.path("uid").asText(), "UID"},
            {options.version().orElse(""), metadata.path("resourceVersion").asText(), "ResourceVersion"}
        }) {
            if (!pair[0].isEmpty() && !pair[0].equals(pair[1])) {
                throw ApiException.conflict(
                        place.about(name),
                        "Precondition failed: " + pair[2] + " in precondition: " + pair[0] + ", " + pair[2]
                                + " in object meta: " + pair[1],
                        List.of());
            }
        }
    }

    private ObjectNode marked(Place place, ObjectNode object, DeleteOptions options) {
        ObjectNode metadata = object.withObject("/metadata");
        if (options.propagation().equals("Orphan")) {
            addFinalizer(metadata, ORPHAN);
        } else if (options.propagation().equals("Foreground")) {
            addFinalizer(metadata, FOREGROUND);
        }
        long grace = grace(place, object, options);
        boolean shorter = metadata.path("deletionGracePeriodSeconds").asLong(Long.MAX_VALUE) > grace;
        if (!metadata.has("deletionTimestamp") || shorter) {
            metadata.put(
                    "deletionTimestamp",
                    clock.instant()
                            .truncatedTo(ChronoUnit.SECONDS)
                            .plusSeconds(grace)
                            .toString());
            metadata.put("deletionGracePeriodSeconds", grace);
        }
        if (place.stored().equals(GroupResource.NAMESPACES)) {
            object.withObject("/status").put("phase", "Terminating");
        }
        return object;
    }

    /** Only pods that run on a node are given time. */
    private static long grace(Place place, ObjectNode object, DeleteOptions options) {
        if (!place.stored().equals(GroupResource.PODS)
                || object.path("spec").path("nodeName").asText("").isEmpty()) {
            return 0;
        }
        String phase = object.path("status").path("phase").asText();
        if (phase.equals("Succeeded") || phase.equals("Failed")) {
            return 0;
        }
        return options.grace()
                .orElse(object.path("spec")
                        .path("terminationGracePeriodSeconds")
                        .asLong(30));
    }

    private static void addFinalizer(ObjectNode metadata, String name) {
        ArrayNode finalizers = metadata.withArray("finalizers");
        for (JsonNode finalizer : finalizers) {
            if (finalizer.asText().equals(name)) {
                return;
            }
        }
        finalizers.add(name);
    }

    /** Whether nothing keeps an object any longer that is to go. */
    boolean isDue(ObjectNode object) {
        JsonNode metadata = object.path("metadata");
        boolean namespace = object.path("kind").asText().equals("Namespace");
        return metadata.has("deletionTimestamp")
                && metadata.path("finalizers").isEmpty()
                && metadata.path("deletionGracePeriodSeconds").asLong(0) == 0
                && !(namespace && !object.path("spec").path("finalizers").isEmpty());
    }
}
