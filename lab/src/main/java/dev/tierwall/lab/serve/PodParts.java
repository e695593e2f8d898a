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
import dev.tierwall.lab.http.Query;
import dev.tierwall.lab.http.Sink;
import dev.tierwall.lab.http.Users;
import dev.tierwall.lab.http.Users.User;
import dev.tierwall.lab.pods.ContainerTarget;
import dev.tierwall.lab.pods.LogRequest;
import dev.tierwall.lab.pods.PodAccess;
import dev.tierwall.lab.stream.PodStreams;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;

/** What can be asked of a pod that runs, and of the service account that it runs as. */
public final class PodParts {

    private static final int CHUNK = 32 << 10;
    private static final Duration TOKEN_LIFE = Duration.ofHours(1);

    private final Objects objects;
    private final PodAccess pods;
    private final PodStreams streams;
    private final Users users;

    public PodParts(Objects objects, PodAccess pods, Users users) {
        this.objects = objects;
        this.pods = pods;
        this.streams = new PodStreams(pods);
        this.users = users;
    }

    void serve(Exchange exchange, Place place, String name, String part) throws ApiException, InterruptedException {
        switch (part) {
            case "exec" -> streams.exec(exchange, target(exchange, place, name));
            case "attach" -> streams.attach(exchange, target(exchange, place, name));
            case "portforward" -> {
                objects.get(place, name);
                streams.forward(exchange, place.namespace(), name);
            }
            case "log" -> log(exchange, target(exchange, place, name));
            case "eviction" -> evict(exchange, place, name);
            case "binding" -> bind(exchange, place, name);
            case "token" -> token(exchange, place, name);
            default -> throw ApiException.noSuchPath();
        }
    }

    /** The container that is asked for; where none is named, the one that the pod says, or its only one. */
    private ContainerTarget target(Exchange exchange, Place place, String name) throws ApiException {
        ObjectNode pod = objects.get(place, name);
        List<String> names = new ArrayList<>();
        for (String kind : List.of("containers", "initContainers", "ephemeralContainers")) {
            pod.path("spec")
                    .path(kind)
                    .forEach(container -> names.add(container.path("name").asText()));
        }
        String wanted = exchange.query().text("container");
        String usual = pod.at("/metadata/annotations/kubectl.kubernetes.io~1default-container")
                .asText("");
        if (wanted.isEmpty()) {
            wanted = names.contains(usual) ? usual : names.isEmpty() ? "" : names.getFirst();
        }
        if (!names.contains(wanted)) {
            throw ApiException.badRequest("container " + wanted + " is not valid for pod " + name);
        }
        if (pod.at("/spec/nodeName").asText("").isEmpty()) {
            throw ApiException.badRequest("pod " + name + " does not have a host assigned");
        }
        return new ContainerTarget(place.namespace(), name, wanted);
    }

    private void log(Exchange exchange, ContainerTarget target) throws ApiException, InterruptedException {
        Query query = exchange.query();
        OptionalLong since = query.number("sinceSeconds");
        String moment = query.text("sinceTime");
        if (!moment.isEmpty()) {
            since = OptionalLong.of(Math.max(
                    0, Duration.between(Instant.parse(moment), Instant.now()).toSeconds()));
        }
        LogRequest request = new LogRequest(
                query.flag("previous"),
                query.flag("follow"),
                query.flag("timestamps"),
                query.number("tailLines"),
                since,
                query.number("limitBytes"));
        InputStream lines;
        try {
            lines = pods.logs(target, request);
        } catch (IOException notThere) {
            throw ApiException.badRequest(notThere.getMessage());
        }
        try (lines;
                Sink sink = exchange.stream(200, "text/plain; charset=utf-8")) {
            byte[] buffer = new byte[CHUNK];
            for (int read = lines.read(buffer); read >= 0 && sink.isOpen(); read = lines.read(buffer)) {
                sink.write(Arrays.copyOf(buffer, read));
            }
        } catch (IOException broken) {
            // The container has gone; the client sees the end.
        }
    }

    private void evict(Exchange exchange, Place place, String name) throws ApiException {
        JsonNode options = Bodies.json(exchange).path("deleteOptions");
        objects.delete(
                place, name, DeleteOptions.of(options).dry(exchange.query().has("dryRun")));
        Answers.send(exchange, 201, success(), Answers.wanted(exchange));
    }

    private static ObjectNode success() {
        ObjectNode status = JsonNodeFactory.instance.objectNode();
        status.put("kind", "Status").put("apiVersion", "v1");
        status.putObject("metadata");
        return status.put("status", "Success").put("code", 201);
    }

    private void bind(Exchange exchange, Place place, String name) throws ApiException {
        String node = Bodies.json(exchange).at("/target/name").asText("");
        objects.edit(
                place,
                name,
                pod -> {
                    if (!pod.at("/spec/nodeName").asText("").isEmpty()) {
                        throw ApiException.conflict("pod " + name + " is already assigned to a node", List.of());
                    }
                    pod.withObject("/spec").put("nodeName", node);
                    return pod;
                },
                WriteOptions.PLAIN.of("binding"));
        Answers.send(exchange, 201, success(), Answers.wanted(exchange));
    }

    private void token(Exchange exchange, Place place, String name) throws ApiException {
        objects.get(place, name);
        ObjectNode request = JsonNodeFactory.instance.objectNode();
        request.put("kind", "TokenRequest").put("apiVersion", "authentication.k8s.io/v1");
        request.putObject("metadata").put("name", name).put("namespace", place.namespace());
        request.set("spec", Bodies.json(exchange).path("spec").deepCopy());
        request.putObject("status")
                .put("token", users.give(User.serviceAccount(place.namespace(), name)))
                .put("expirationTimestamp", Instant.now().plus(TOKEN_LIFE).toString());
        Answers.send(exchange, 201, request, Answers.wanted(exchange));
    }
}
