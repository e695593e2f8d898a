package dev.tierwall.lab.control;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tierwall.lab.store.GroupResource;
import dev.tierwall.lab.store.StoreEvent;
import dev.tierwall.lab.store.StoreKey;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** What an object owned goes with it, or before it, or stays behind, as was asked when it was deleted. */
final class GarbageCollector implements Controller {

    private static final String ORPHAN = "orphan";
    private static final String FOREGROUND = "foregroundDeletion";

    private final Cluster cluster;

    /** The uids of objects that have gone, until what they owned has been looked at. */
    private final Map<StoreKey, String> gone = new HashMap<>();

    GarbageCollector(Cluster cluster) {
        this.cluster = cluster;
    }

    @Override
    public Stream<StoreKey> concerned(StoreEvent event) {
        if (event.type() == StoreEvent.Type.DELETED) {
            gone.put(event.key(), event.object().at("/metadata/uid").asText());
            return Stream.concat(Stream.of(event.key()), owners(event.object()));
        }
        boolean waits = has(event.object(), ORPHAN) || has(event.object(), FOREGROUND);
        return waits && Pods.isLeaving(event.object()) ? Stream.of(event.key()) : Stream.empty();
    }

    /** Those who may wait for this to have gone. */
    private Stream<StoreKey> owners(JsonNode object) {
        List<StoreKey> keys = new ArrayList<>();
        for (JsonNode reference : object.at("/metadata/ownerReferences")) {
            for (GroupResource resource : cluster.store().kinds()) {
                StoreKey key = resource.key(
                        object.at("/metadata/namespace").asText(""),
                        reference.path("name").asText());
                cluster.get(key)
                        .filter(owner -> owner.at("/metadata/uid").equals(reference.path("uid")))
                        .filter(owner -> has(owner, FOREGROUND))
                        .ifPresent(owner -> keys.add(key));
            }
        }
        return keys.stream();
    }

    private static boolean has(JsonNode object, String finalizer) {
        return object.at("/metadata/finalizers")
                .valueStream()
                .anyMatch(one -> one.asText().equals(finalizer));
    }

    /** An object that another owns. */
    private record Owned(StoreKey key, ObjectNode object) {}

    private List<Owned> ownedBy(String uid) {
        List<Owned> owned = new ArrayList<>();
        for (GroupResource resource : cluster.store().kinds()) {
            for (ObjectNode object : cluster.store().list(resource)) {
                boolean names = object.at("/metadata/ownerReferences")
                        .valueStream()
                        .anyMatch(owner -> owner.path("uid").asText().equals(uid));
                if (names) {
                    owned.add(new Owned(Cluster.key(resource, object), object));
                }
            }
        }
        return owned;
    }

    @Override
    public void reconcile(StoreKey key) {
        String uid = gone.remove(key);
        if (uid != null) {
            ownedBy(uid).forEach(owned -> release(owned, uid));
        }
        cluster.get(key).filter(Pods::isLeaving).ifPresent(object -> {
            String own = object.at("/metadata/uid").asText();
            if (has(object, ORPHAN)) {
                ownedBy(own).forEach(owned -> forgetOwner(owned.key(), own));
                letGo(key, ORPHAN);
            } else if (has(object, FOREGROUND)) {
                List<Owned> left = ownedBy(own);
                left.stream()
                        .filter(owned -> !Pods.isLeaving(owned.object()))
                        .forEach(owned -> cluster.delete(owned.key()));
                if (ownedBy(own).isEmpty()) {
                    letGo(key, FOREGROUND);
                }
            }
        });
    }

    /** What has other owners loses this one; what has none left goes. */
    private void release(Owned owned, String uid) {
        if (owned.object().at("/metadata/ownerReferences").size() > 1) {
            forgetOwner(owned.key(), uid);
        } else if (!Pods.isLeaving(owned.object())) {
            cluster.delete(owned.key());
        }
    }

    private void forgetOwner(StoreKey key, String uid) {
        cluster.edit(
                key,
                object -> removeIf(
                        object.withObject("/metadata"),
                        "ownerReferences",
                        owner -> owner.path("uid").asText().equals(uid)));
    }

    private void letGo(StoreKey key, String finalizer) {
        cluster.edit(
                key,
                object -> removeIf(
                        object.withObject("/metadata"),
                        "finalizers",
                        one -> one.asText().equals(finalizer)));
    }

    private static void removeIf(ObjectNode metadata, String field, Predicate<JsonNode> which) {
        ArrayNode kept = metadata.arrayNode();
        for (JsonNode one : metadata.path(field)) {
            if (!which.test(one)) {
                kept.add(one);
            }
        }
        if (kept.isEmpty()) {
            metadata.remove(field);
        } else {
            metadata.set(field, kept);
        }
    }
}
