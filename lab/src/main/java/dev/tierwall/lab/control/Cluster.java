package dev.tierwall.lab.control;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tierwall.lab.api.ApiException;
import dev.tierwall.lab.api.Catalog;
import dev.tierwall.lab.api.DeleteOptions;
import dev.tierwall.lab.api.Objects;
import dev.tierwall.lab.api.Place;
import dev.tierwall.lab.api.WriteOptions;
import dev.tierwall.lab.schema.GroupVersionKind;
import dev.tierwall.lab.store.GroupResource;
import dev.tierwall.lab.store.ObjectStore;
import dev.tierwall.lab.store.StoreKey;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;

/** The cluster as controllers see and change it. A change that is refused is not made; the next look finds that out. */
final class Cluster {

    private static final WriteOptions OPTIONS = WriteOptions.by("kube-controller-manager");

    private final Objects objects;
    private final Catalog catalog;

    Cluster(Objects objects, Catalog catalog) {
        this.objects = objects;
        this.catalog = catalog;
    }

    ObjectStore store() {
        return objects.store();
    }

    /** What an object is called. */
    static StoreKey key(GroupResource resource, JsonNode object) {
        return resource.key(
                object.at("/metadata/namespace").asText(""),
                object.at("/metadata/name").asText());
    }

    Optional<ObjectNode> get(StoreKey key) {
        return store().get(key);
    }

    List<ObjectNode> list(GroupResource resource, String namespace) {
        return store().list(resource, namespace).objects();
    }

    private Optional<Place> place(GroupResource resource, String namespace) {
        return catalog.preferred(resource).map(known -> new Place(known, known.namespaced() ? namespace : ""));
    }

    /** Makes an object; empty if it was refused. */
    Optional<ObjectNode> create(ObjectNode object) {
        String namespace = object.at("/metadata/namespace").asText("");
        Optional<Place> place = catalog.find(GroupVersionKind.of(object)).map(found -> new Place(found, namespace));
        try {
            return place.isEmpty() ? Optional.empty() : Optional.of(objects.create(place.get(), object, OPTIONS));
        } catch (ApiException refused) {
            return Optional.empty();
        }
    }

    /** Changes an object, if it is there; the change gets a tree of its own. */
    void edit(StoreKey key, Consumer<ObjectNode> change) {
        edit(key, change, OPTIONS);
    }

    /** Changes the status of an object, if it is there. */
    void status(StoreKey key, Consumer<ObjectNode> change) {
        edit(key, object -> change.accept(object.withObject("/status")), OPTIONS.of("status"));
    }

    /** Changes what only a controller of deletion may change. */
    void finish(StoreKey key, Consumer<ObjectNode> change) {
        edit(key, change, OPTIONS.of("finalize"));
    }

    private void edit(StoreKey key, Consumer<ObjectNode> change, WriteOptions options) {
        Optional<Place> place = place(key.resource(), key.namespace());
        if (place.isEmpty()) {
            return;
        }
        try {
            objects.edit(
                    place.get(),
                    key.name(),
                    object -> {
                        change.accept(object);
                        return object;
                    },
                    options);
        } catch (ApiException refused) {
            // Gone, or not to be changed so.
        }
    }

    /** Deletes an object, and gives a pod the time that it asked for. */
    void delete(StoreKey key) {
        delete(key, DeleteOptions.PLAIN);
    }

    /** Deletes an object at once. */
    void deleteNow(StoreKey key) {
        delete(key, new DeleteOptions(OptionalLong.of(0), "Background", Optional.empty(), Optional.empty(), false));
    }

    private void delete(StoreKey key, DeleteOptions options) {
        Optional<Place> place = place(key.resource(), key.namespace());
        try {
            if (place.isPresent()) {
                objects.delete(place.get(), key.name(), options);
            }
        } catch (ApiException refused) {
            // Gone already.
        }
    }

    /** This second, as objects write it. */
    String now() {
        return objects.now();
    }

    /** A new object of a kind. */
    static ObjectNode object(String apiVersion, String kind, String namespace, String name) {
        ObjectNode object = JsonNodeFactory.instance.objectNode();
        object.put("apiVersion", apiVersion).put("kind", kind);
        object.putObject("metadata").put("name", name).put("namespace", namespace);
        return object;
    }
}
