package dev.tierwall.lab.serve;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tierwall.lab.api.ApiException;
import dev.tierwall.lab.api.Objects;
import dev.tierwall.lab.api.Place;
import dev.tierwall.lab.api.Selectors;
import dev.tierwall.lab.api.WriteOptions;
import dev.tierwall.lab.http.Exchange;
import dev.tierwall.lab.patch.MergePatch;
import java.util.List;

/** How many replicas something has: read and written as an object of its own. */
final class Scales {

    private final Objects objects;

    Scales(Objects objects) {
        this.objects = objects;
    }

    void serve(Exchange exchange, Place place, String name) throws ApiException {
        ObjectNode now = objects.get(place, name);
        if (exchange.method().equals("GET")) {
            Answers.send(exchange, 200, scale(now), Answers.wanted(exchange));
            return;
        }
        JsonNode sent = Bodies.json(exchange);
        ObjectNode wanted =
                exchange.method().equals("PATCH") && MergePatch.apply(scale(now), sent) instanceof ObjectNode patched
                        ? patched
                        : sent instanceof ObjectNode object ? object : JsonNodeFactory.instance.objectNode();
        JsonNode replicas = wanted.at("/spec/replicas");
        int count = replicas.asInt(0);
        if (count < 0 || (!replicas.isMissingNode() && !replicas.isIntegralNumber())) {
            throw ApiException.invalid(
                    new ApiException.About("autoscaling", "Scale", name),
                    List.of(new ApiException.Cause(
                            "FieldValueInvalid",
                            "spec.replicas",
                            "Invalid value: " + replicas + ": must be greater than or equal to 0")));
        }
        String version = wanted.at("/metadata/resourceVersion").asText("");
        WriteOptions options = Writes.options(exchange, "");
        ObjectNode after = objects.edit(
                place,
                name,
                before -> {
                    if (!version.isEmpty()) {
                        before.withObject("/metadata").put("resourceVersion", version);
                    }
                    before.withObject("/spec").put("replicas", count);
                    return before;
                },
                new WriteOptions(options.dryRun(), options.manager(), false, "scale", false));
        Answers.send(exchange, 200, scale(after), Answers.wanted(exchange));
    }

    private static ObjectNode scale(ObjectNode object) {
        ObjectNode scale = JsonNodeFactory.instance.objectNode();
        scale.put("kind", "Scale").put("apiVersion", "autoscaling/v1");
        ObjectNode metadata = scale.putObject("metadata");
        for (String field : List.of("name", "namespace", "uid", "resourceVersion", "creationTimestamp")) {
            metadata.set(field, object.path("metadata").path(field));
        }
        scale.putObject("spec").put("replicas", object.at("/spec/replicas").asInt(0));
        ObjectNode status = scale.putObject("status");
        status.put("replicas", object.at("/status/replicas").asInt(0));
        String selector = selector(object.at("/spec/selector"));
        if (!selector.isEmpty()) {
            status.put("selector", selector);
        }
        return scale;
    }

    /** A selector as a query writes it; that of a ReplicationController is a map of labels alone. */
    private static String selector(JsonNode selector) {
        boolean plain = !selector.has("matchLabels") && !selector.has("matchExpressions");
        return String.join(",", plain ? Selectors.pairs(selector) : Selectors.parts(selector));
    }
}
