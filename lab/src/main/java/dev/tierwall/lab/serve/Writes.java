package dev.tierwall.lab.serve;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tierwall.lab.api.ApiException;
import dev.tierwall.lab.api.DeleteOptions;
import dev.tierwall.lab.api.Objects;
import dev.tierwall.lab.api.Place;
import dev.tierwall.lab.api.WriteOptions;
import dev.tierwall.lab.http.Exchange;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Predicate;

/** POST, PUT, PATCH and DELETE. */
final class Writes {

    private final Objects objects;
    private final Answers answers;
    private final Kinds kinds;

    Writes(Objects objects, Answers answers, Kinds kinds) {
        this.objects = objects;
        this.answers = answers;
        this.kinds = kinds;
    }

    static WriteOptions options(Exchange exchange, String part) throws ApiException {
        List<String> dry = exchange.query().texts("dryRun");
        for (String value : dry) {
            if (!value.equals("All")) {
                throw ApiException.badRequest(
                        "dryRun: Unsupported value: \"" + value + "\": supported values: \"All\"");
            }
        }
        String manager = exchange.query().text("fieldManager");
        if (manager.isEmpty()) {
            manager = exchange.header("User-Agent").split("[/ ]", 2)[0];
        }
        boolean applied = Bodies.type(exchange).equals("application/apply-patch+yaml");
        return new WriteOptions(!dry.isEmpty(), manager, exchange.query().flag("force"), part, applied);
    }

    void create(Exchange exchange, Place place) throws ApiException {
        List<String> warnings = new ArrayList<>();
        ObjectNode sent = kinds.read(exchange, place.resource().kind(), warnings);
        ObjectNode made = objects.create(place, sent, options(exchange, ""));
        exchange.warn(warnings);
        answer(exchange, 201, place, made);
    }

    private void answer(Exchange exchange, int status, Place place, ObjectNode object) throws ApiException {
        Media media = Answers.wanted(exchange);
        ObjectNode shaped = answers.shaped(place.resource(), object, media, Answers.include(exchange));
        Answers.send(exchange, status, shaped, media);
    }

    void replace(Exchange exchange, Place place, String name, String part) throws ApiException {
        List<String> warnings = new ArrayList<>();
        ObjectNode sent = kinds.read(exchange, place.resource().kind(), warnings);
        boolean creates = part.isEmpty() && !objects.exists(place, name) && kinds.mayCreateByPut(place.resource());
        if (creates) {
            sent.withObject("/metadata").put("name", name);
            exchange.warn(warnings);
            answer(exchange, 201, place, objects.create(place, sent, options(exchange, "")));
            return;
        }
        exchange.warn(warnings);
        answer(exchange, 200, place, objects.replace(place, name, sent, options(exchange, part)));
    }

    void patch(Exchange exchange, Place place, String name, String part) throws ApiException {
        List<String> warnings = new ArrayList<>();
        WriteOptions options = options(exchange, part);
        Patch patch = Patch.of(exchange, kinds, place.resource(), warnings);
        if (patch.creates() && !objects.exists(place, name)) {
            ObjectNode made = patch.of(JsonNodeFactory.instance.objectNode(), options);
            made.withObject("/metadata").put("name", name);
            exchange.warn(warnings);
            answer(exchange, 201, place, objects.create(place, made, options));
            return;
        }
        ObjectNode after = objects.edit(place, name, before -> patch.of(before, options), options);
        exchange.warn(warnings);
        answer(exchange, 200, place, after);
    }

    private static DeleteOptions deleteOptions(Exchange exchange) throws ApiException {
        JsonNode body = Bodies.json(exchange);
        ObjectNode options = body instanceof ObjectNode object ? object : JsonNodeFactory.instance.objectNode();
        OptionalLong grace = exchange.query().number("gracePeriodSeconds");
        if (grace.isPresent() && !options.has("gracePeriodSeconds")) {
            options.put("gracePeriodSeconds", grace.getAsLong());
        }
        String propagation = exchange.query().text("propagationPolicy");
        if (!propagation.isEmpty() && !options.has("propagationPolicy")) {
            options.put("propagationPolicy", propagation);
        }
        return DeleteOptions.of(options).dry(exchange.query().has("dryRun"));
    }

    void delete(Exchange exchange, Place place, String name) throws ApiException {
        DeleteOptions options = deleteOptions(exchange);
        ObjectNode last = objects.delete(place, name, options);
        Media media = Answers.wanted(exchange);
        if (objects.exists(place, name) && !options.dryRun()) {
            answer(exchange, 200, place, last);
            return;
        }
        ObjectNode status = JsonNodeFactory.instance.objectNode();
        status.put("kind", "Status").put("apiVersion", "v1");
        status.putObject("metadata");
        status.put("status", "Success");
        ObjectNode details = status.putObject("details").put("name", name);
        if (!place.resource().group().isEmpty()) {
            details.put("group", place.resource().group());
        }
        details.put("kind", place.resource().name());
        details.put("uid", last.at("/metadata/uid").asText());
        Answers.send(exchange, 200, status, new Media(Media.Form.OBJECT, media.encoding(), "v1"));
    }

    void deleteCollection(Exchange exchange, Place place) throws ApiException {
        DeleteOptions options = deleteOptions(exchange);
        Predicate<ObjectNode> selected = Reads.selected(exchange.query());
        List<ObjectNode> gone = new ArrayList<>();
        for (ObjectNode object : objects.list(place).objects()) {
            if (selected.test(object)) {
                String namespace = object.at("/metadata/namespace").asText("");
                Place of = new Place(place.resource(), namespace);
                gone.add(objects.delete(of, object.at("/metadata/name").asText(), options));
            }
        }
        Media media = Answers.wanted(exchange);
        ObjectNode list = answers.list(place.resource(), gone, media, Answers.include(exchange));
        list.withObject("/metadata")
                .put("resourceVersion", Long.toString(objects.store().version()));
        Answers.send(exchange, 200, list, media);
    }
}
