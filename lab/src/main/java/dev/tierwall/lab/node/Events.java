package dev.tierwall.lab.node;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tierwall.lab.spec.Trees;
import dev.tierwall.lab.store.GroupResource;
import dev.tierwall.lab.store.ObjectStore;
import dev.tierwall.lab.store.StoreKey;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;

/** Tells what happens to objects, as Event objects; what happens again is counted. */
public final class Events {

    private static final int MOST_REMEMBERED = 10_000;

    private final ObjectStore store;
    private final Clock clock;
    private final Map<Said, StoreKey> said = new HashMap<>();

    private record Said(String uid, String reason, String message) {}

    public Events(ObjectStore store, Clock clock) {
        this.store = store;
        this.clock = clock;
    }

    /** Where something comes from. */
    public record Source(String component, String host) {}

    /** Says that all is well. */
    public void normal(JsonNode about, Source source, String reason, String message) {
        tell(about, source, new Text("Normal", reason, message));
    }

    /** Says that something is wrong. */
    public void warning(JsonNode about, Source source, String reason, String message) {
        tell(about, source, new Text("Warning", reason, message));
    }

    private record Text(String type, String reason, String message) {}

    private synchronized void tell(JsonNode about, Source source, Text text) {
        Said key = new Said(Trees.text(about, "/metadata/uid"), text.reason(), text.message());
        String now = clock.instant().truncatedTo(ChronoUnit.SECONDS).toString();
        StoreKey known = said.get(key);
        if (known != null
                && store.change(known, event -> {
                            event.put("count", event.path("count").asInt(1) + 1);
                            event.put("lastTimestamp", now);
                            return event;
                        })
                        .isPresent()) {
            return;
        }
        if (said.size() > MOST_REMEMBERED) {
            said.clear();
        }
        ObjectNode event = event(about, source, text, now);
        String namespace = Trees.text(event, "/metadata/namespace");
        StoreKey place = GroupResource.EVENTS.key(namespace, Trees.text(event, "/metadata/name"));
        store.create(place, event);
        said.put(key, place);
    }

    private static ObjectNode event(JsonNode about, Source source, Text text, String now) {
        String namespace = Trees.optional(about, "/metadata/namespace").orElse("default");
        String name = Trees.text(about, "/metadata/name");
        UUID id = UUID.randomUUID();
        ObjectNode event = JsonNodeFactory.instance.objectNode();
        event.put("apiVersion", "v1").put("kind", "Event");
        event.putObject("metadata")
                .put("name", name + "." + Long.toHexString(id.getMostSignificantBits()))
                .put("namespace", namespace)
                .put("uid", id.toString())
                .put("creationTimestamp", now);
        ObjectNode involved = event.putObject("involvedObject")
                .put("kind", Trees.text(about, "/kind"))
                .put("name", name)
                .put("uid", Trees.text(about, "/metadata/uid"))
                .put("apiVersion", Trees.text(about, "/apiVersion"))
                .put("resourceVersion", Trees.text(about, "/metadata/resourceVersion"));
        if (about.at("/metadata").has("namespace")) {
            involved.put("namespace", namespace);
        }
        event.put("reason", text.reason()).put("message", text.message()).put("type", text.type());
        event.putObject("source").put("component", source.component()).put("host", source.host());
        event.put("firstTimestamp", now).put("lastTimestamp", now).put("count", 1);
        event.put("reportingComponent", source.component()).put("reportingInstance", source.host());
        return event;
    }
}
