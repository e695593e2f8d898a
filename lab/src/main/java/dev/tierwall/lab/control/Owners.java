package dev.tierwall.lab.control;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tierwall.lab.store.GroupResource;
import dev.tierwall.lab.store.StoreEvent;
import dev.tierwall.lab.store.StoreKey;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Who made what: an object names the one that controls it by its uid. */
final class Owners {

    private Owners() {}

    /** The reference to the one that controls an object. */
    static Optional<JsonNode> controller(JsonNode object) {
        for (JsonNode owner : object.at("/metadata/ownerReferences")) {
            if (owner.path("controller").asBoolean(false)) {
                return Optional.of(owner);
            }
        }
        return Optional.empty();
    }

    /** Makes one object the controller of another. */
    static void own(ObjectNode owner, ObjectNode owned) {
        owned.withObject("/metadata")
                .withArray("ownerReferences")
                .addObject()
                .put("apiVersion", owner.path("apiVersion").asText())
                .put("kind", owner.path("kind").asText())
                .put("name", owner.at("/metadata/name").asText())
                .put("uid", owner.at("/metadata/uid").asText())
                .put("controller", true)
                .put("blockOwnerDeletion", true);
    }

    static boolean isOwned(JsonNode object, JsonNode by) {
        String uid = by.at("/metadata/uid").asText();
        return controller(object)
                .filter(owner -> owner.path("uid").asText().equals(uid))
                .isPresent();
    }

    /** Those of some objects that another controls. */
    static List<ObjectNode> ownedBy(JsonNode owner, List<ObjectNode> objects) {
        return objects.stream().filter(object -> isOwned(object, owner)).toList();
    }

    /**
     * The objects of a kind that an event is about: itself, if it is of that kind, or the one that controls it, or did.
     *
     * @param owners where objects of the kind are kept
     * @param kind the kind
     */
    static Stream<StoreKey> concerned(StoreEvent event, GroupResource owners, String kind) {
        if (event.key().resource().equals(owners)) {
            return Stream.of(event.key());
        }
        return Stream.of(event.object(), event.before())
                .flatMap(object -> controller(object).stream())
                .filter(owner -> owner.path("kind").asText().equals(kind))
                .map(owner ->
                        owners.key(event.key().namespace(), owner.path("name").asText()))
                .distinct();
    }
}
