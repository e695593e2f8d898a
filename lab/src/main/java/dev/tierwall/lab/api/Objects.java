package dev.tierwall.lab.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tierwall.lab.store.GroupResource;
import dev.tierwall.lab.store.Listing;
import dev.tierwall.lab.store.ObjectStore;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;

/** The verbs: what can be done with objects, the same for clients and for the cluster's own controllers. */
public final class Objects {

    private static final String SUFFIX_LETTERS = "bcdfghjklmnpqrstvwxz2456789";
    private static final int SUFFIX_LENGTH = 5;
    private static final int LONGEST_BASE = 63 - SUFFIX_LENGTH;

    private final ObjectStore store;
    private final Clock clock;
    private final Admission admission;
    private final Deletion deletion;

    public Objects(ObjectStore store, Clock clock, Admission admission) {
        this.store = store;
        this.clock = clock;
        this.admission = admission;
        this.deletion = new Deletion(store, clock);
    }

    /** What an object becomes; may refuse. */
    @FunctionalInterface
    public interface Edit {
        /** Makes of the object as it is, a tree of its own, the object as it shall be. */
        ObjectNode of(ObjectNode object) throws ApiException;
    }

    public ObjectStore store() {
        return store;
    }

    public ObjectNode get(Place place, String name) throws ApiException {
        return store.get(place.key(name))
                .map(object -> spoken(place, object))
                .orElseThrow(() -> ApiException.notFound(place.about(name)));
    }

    public Listing list(Place place) {
        Listing listing = store.list(place.stored(), place.namespace());
        return new Listing(
                listing.objects().stream().map(object -> spoken(place, object)).toList(), listing.version());
    }

    /** An object in the version in which it is asked for: versions of a custom resource differ in nothing else. */
    public static ObjectNode spoken(Place place, ObjectNode object) {
        String version = place.resource().groupVersion();
        if (object.path("apiVersion").asText().equals(version)) {
            return object;
        }
        ObjectNode copy = object.deepCopy();
        copy.put("apiVersion", version);
        return copy;
    }

    public ObjectNode create(Place place, ObjectNode sent, WriteOptions options) throws ApiException {
        ObjectNode object = sent.deepCopy();
        ObjectNode metadata = object.withObject("/metadata");
        String name = nameFor(place, metadata);
        requireNamespace(place, metadata);
        metadata.put("uid", UUID.randomUUID().toString());
        metadata.put("creationTimestamp", now());
        metadata.put("generation", 1);
        metadata.remove(List.of("resourceVersion", "deletionTimestamp", "deletionGracePeriodSeconds", "selfLink"));
        ObjectNode admitted = admission.admit(place, Optional.empty(), object, options);
        if (options.dryRun()) {
            if (store.get(place.key(name)).isPresent()) {
                throw ApiException.alreadyExists(place.about(name));
            }
            return admitted;
        }
        return store.create(place.key(name), admitted)
                .map(made -> spoken(place, made))
                .orElseThrow(() -> ApiException.alreadyExists(place.about(name)));
    }

    private String nameFor(Place place, ObjectNode metadata) throws ApiException {
        String name = metadata.path("name").asText("");
        String base = metadata.path("generateName").asText("");
        if (name.isEmpty() && base.isEmpty()) {
            throw ApiException.invalid(
                    place.aboutKind(""),
                    List.of(new ApiException.Cause(
                            "FieldValueRequired",
                            "metadata.name",
                            "Required value: name or generateName is required")));
        }
        while (name.isEmpty()
                || (metadata.path("name").isMissingNode()
                        && store.get(place.key(name)).isPresent())) {
            name = base.substring(0, Math.min(base.length(), LONGEST_BASE)) + suffix();
        }
        metadata.put("name", name);
        return name;
    }

    /** Five letters and digits of which nobody reads a word. */
    public static String suffix() {
        StringBuilder letters = new StringBuilder();
        for (int i = 0; i < SUFFIX_LENGTH; i++) {
            letters.append(SUFFIX_LETTERS.charAt(ThreadLocalRandom.current().nextInt(SUFFIX_LETTERS.length())));
        }
        return letters.toString();
    }

    private void requireNamespace(Place place, ObjectNode metadata) throws ApiException {
        if (!place.resource().namespaced()) {
            metadata.remove("namespace");
            return;
        }
        String written = metadata.path("namespace").asText("");
        if (!written.isEmpty() && !written.equals(place.namespace())) {
            throw ApiException.badRequest(
                    "the namespace of the provided object does not match the namespace sent on the request");
        }
        metadata.put("namespace", place.namespace());
        ObjectNode namespace = store.get(GroupResource.NAMESPACES.key("", place.namespace()))
                .orElseThrow(() -> ApiException.notFound(new ApiException.About("", "namespaces", place.namespace())));
        if (namespace.path("metadata").has("deletionTimestamp")) {
            String name = metadata.path("name").asText();
            throw ApiException.forbidden(
                    place.stored() + " \"" + name + "\" is forbidden: unable to create new content in namespace "
                            + place.namespace() + " because it is being terminated",
                    place.about(name));
        }
    }

    /** Puts an object in the place of one that is there. */
    public ObjectNode replace(Place place, String name, ObjectNode sent, WriteOptions options) throws ApiException {
        return edit(place, name, before -> sent.deepCopy(), options);
    }

    /** Changes an object that is there: reads, changes and writes it in one step. */
    public ObjectNode edit(Place place, String name, Edit edit, WriteOptions options) throws ApiException {
        if (options.dryRun()) {
            return spoken(place, edited(place, get(place, name).deepCopy(), edit, options));
        }
        return store.<ApiException>alter(place.key(name), before -> {
                    ObjectNode after = edited(place, before, edit, options);
                    return deletion.isDue(after) ? Optional.empty() : Optional.of(after);
                })
                .map(kept -> spoken(place, kept))
                .orElseThrow(() -> ApiException.notFound(place.about(name)));
    }

    private ObjectNode edited(Place place, ObjectNode before, Edit edit, WriteOptions options) throws ApiException {
        String name = before.path("metadata").path("name").asText();
        ObjectNode after = edit.of(spoken(place, before).deepCopy());
        requireSame(place, before, after);
        ObjectNode metadata = after.withObject("/metadata");
        for (String field : new String[] {
            "uid",
            "creationTimestamp",
            "deletionTimestamp",
            "deletionGracePeriodSeconds",
            "generation",
            "resourceVersion"
        }) {
            JsonNode kept = before.path("metadata").get(field);
            if (kept == null) {
                metadata.remove(field);
            } else {
                metadata.set(field, kept);
            }
        }
        metadata.put("name", name);
        if (place.resource().namespaced()) {
            metadata.put("namespace", place.namespace());
        }
        ObjectNode admitted = admission.admit(place, Optional.of(before), after, options);
        if (!Parts.desired(admitted).equals(Parts.desired(before))) {
            long generation = before.path("metadata").path("generation").asLong(0);
            admitted.withObject("/metadata").put("generation", generation + 1);
        }
        return admitted;
    }

    private static void requireSame(Place place, ObjectNode before, ObjectNode after) throws ApiException {
        String name = before.path("metadata").path("name").asText();
        JsonNode sent = after.path("metadata");
        if (sent.hasNonNull("name") && !sent.path("name").asText().equals(name)) {
            throw ApiException.badRequest("the name of the object ("
                    + sent.path("name").asText() + ") does not match the name on the URL (" + name + ")");
        }
        String namespace = sent.path("namespace").asText("");
        if (!namespace.isEmpty() && place.resource().namespaced() && !namespace.equals(place.namespace())) {
            throw ApiException.badRequest(
                    "the namespace of the provided object does not match the namespace sent on the request");
        }
        String version = sent.path("resourceVersion").asText("");
        if (!version.isEmpty()
                && !version.equals(
                        before.path("metadata").path("resourceVersion").asText())) {
            throw ApiException.conflict(
                    place.about(name),
                    "the object has been modified; please apply your changes to the latest version and try again",
                    List.of());
        }
        String uid = sent.path("uid").asText("");
        if (!uid.isEmpty() && !uid.equals(before.path("metadata").path("uid").asText())) {
            throw ApiException.conflict(
                    place.about(name),
                    "Precondition failed: UID in precondition: " + uid + ", UID in object meta: "
                            + before.path("metadata").path("uid").asText(),
                    List.of());
        }
    }

    /** Deletes an object, or marks it as one that is to go. The object as it is then. */
    public ObjectNode delete(Place place, String name, DeleteOptions options) throws ApiException {
        return spoken(place, deletion.delete(place, name, options));
    }

    /** Whether an object is still there. */
    public boolean exists(Place place, String name) {
        return store.get(place.key(name)).isPresent();
    }

    /** This second, as objects write it. */
    public String now() {
        return clock.instant().truncatedTo(ChronoUnit.SECONDS).toString();
    }
}
