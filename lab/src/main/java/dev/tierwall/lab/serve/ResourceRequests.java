package dev.tierwall.lab.serve;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tierwall.lab.api.ApiException;
import dev.tierwall.lab.api.Catalog;
import dev.tierwall.lab.api.Objects;
import dev.tierwall.lab.api.Place;
import dev.tierwall.lab.http.Exchange;
import dev.tierwall.lab.http.Users;
import dev.tierwall.lab.http.Users.User;
import dev.tierwall.lab.http.WebSockets;
import dev.tierwall.lab.schema.Resource;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Requests about objects: each is one verb on one resource, or on a part of it. */
public final class ResourceRequests {

    private final Catalog catalog;
    private final Objects objects;
    private final Access access;
    private final Answers answers;
    private final Reads reads;
    private final Writes writes;
    private final Kinds kinds;
    private final Reviews reviews;
    private final PodParts pods;

    /**
     * @param objects the verbs
     * @param catalog what is served
     * @param users who may ask
     * @param pods what is asked of running pods
     */
    public ResourceRequests(Objects objects, Catalog catalog, Users users, PodParts pods) {
        this.catalog = catalog;
        this.objects = objects;
        this.access = new Access(objects.store());
        this.answers = new Answers(catalog, Clock.systemUTC());
        this.reads = new Reads(objects, answers);
        this.kinds = new Kinds(catalog);
        this.writes = new Writes(objects, answers, kinds);
        this.reviews = new Reviews(users, access);
        this.pods = pods;
    }

    void serve(Exchange exchange, List<String> words, User user) throws ApiException, InterruptedException {
        RequestPath path = RequestPath.of(words).orElseThrow(ApiException::noSuchPath);
        Resource whole =
                catalog.find(path.group(), path.version(), path.resource()).orElseThrow(ApiException::noSuchPath);
        Resource asked =
                catalog.find(path.group(), path.version(), path.resourceName()).orElseThrow(ApiException::noSuchPath);
        if (!whole.namespaced() && !path.namespace().isEmpty()) {
            throw ApiException.noSuchPath();
        }
        Place place = new Place(whole, path.namespace());
        String verb = verb(exchange, path);
        Access.Wish wish = new Access.Wish(verb, path.group(), path.resourceName(), path.namespace(), path.name());
        if (!access.allows(user, wish)) {
            throw forbidden(user, wish, place);
        }
        if (!asked.verbs().contains(verb)) {
            throw ApiException.methodNotAllowed();
        }
        if (Reviews.isReview(whole)) {
            ObjectNode review = kinds.read(exchange, whole.kind(), new ArrayList<>());
            Answers.send(exchange, 201, reviews.answer(review, user), Answers.wanted(exchange));
        } else if (!path.part().isEmpty()) {
            part(exchange, place, path, verb);
        } else {
            whole(exchange, place, path.name(), verb);
        }
    }

    private static String verb(Exchange exchange, RequestPath path) throws ApiException {
        boolean one = !path.name().isEmpty();
        return switch (exchange.method()) {
            case "GET" ->
                !one || exchange.query().flag("watch") ? exchange.query().flag("watch") ? "watch" : "list" : "get";
            case "POST" -> "create";
            case "PUT" -> "update";
            case "PATCH" -> "patch";
            case "DELETE" -> one ? "delete" : "deletecollection";
            default -> throw ApiException.methodNotAllowed();
        };
    }

    private static ApiException forbidden(User user, Access.Wish wish, Place place) {
        String where =
                wish.namespace().isEmpty() ? "at the cluster scope" : "in the namespace \"" + wish.namespace() + "\"";
        return ApiException.forbidden(
                place.stored() + (wish.name().isEmpty() ? "" : " \"" + wish.name() + "\"") + " is forbidden: User \""
                        + user.name() + "\" cannot " + wish.verb() + " resource \"" + wish.resource()
                        + "\" in API group \"" + wish.group() + "\" " + where,
                new ApiException.About(wish.group(), place.resource().name(), wish.name()));
    }

    private void whole(Exchange exchange, Place place, String name, String verb)
            throws ApiException, InterruptedException {
        switch (verb) {
            case "get" -> reads.get(exchange, place, name);
            case "list" -> reads.list(exchange, place);
            case "watch" -> watch(exchange, place);
            case "create" -> {
                if (place.resource().namespaced() && place.namespace().isEmpty()) {
                    throw ApiException.methodNotAllowed();
                }
                writes.create(exchange, place);
            }
            case "update" -> writes.replace(exchange, place, name, "");
            case "patch" -> writes.patch(exchange, place, name, "");
            case "delete" -> writes.delete(exchange, place, name);
            default -> writes.deleteCollection(exchange, place);
        }
    }

    private void watch(Exchange exchange, Place place) throws ApiException, InterruptedException {
        WatchStream stream = new WatchStream(objects, answers, place, exchange);
        if (exchange.wantsUpgrade()) {
            Optional<WebSockets> socket = WebSockets.accept(exchange, List.of(""));
            if (socket.isPresent()) {
                stream.run(exchange.query(), socket.get().asText());
            }
            return;
        }
        stream.run(exchange.query(), exchange.stream(200, stream.contentType()));
    }

    private void part(Exchange exchange, Place place, RequestPath path, String verb)
            throws ApiException, InterruptedException {
        String name = path.name();
        switch (path.part().split("/", 2)[0]) {
            case "status" -> status(exchange, place, name, verb);
            case "scale" -> new Scales(objects).serve(exchange, place, name);
            case "finalize" -> writes.replace(exchange, place, name, "finalize");
            case "ephemeralcontainers", "resize" -> {
                if (verb.equals("get")) {
                    reads.get(exchange, place, name);
                } else if (verb.equals("patch")) {
                    writes.patch(exchange, place, name, path.part());
                } else {
                    writes.replace(exchange, place, name, path.part());
                }
            }
            default -> pods.serve(exchange, place, name, path.part());
        }
    }

    private void status(Exchange exchange, Place place, String name, String verb) throws ApiException {
        switch (verb) {
            case "get" -> reads.get(exchange, place, name);
            case "patch" -> writes.patch(exchange, place, name, "status");
            default -> writes.replace(exchange, place, name, "status");
        }
    }
}
