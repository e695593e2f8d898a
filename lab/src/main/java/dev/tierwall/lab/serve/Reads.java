package dev.tierwall.lab.serve;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tierwall.lab.api.ApiException;
import dev.tierwall.lab.api.Objects;
import dev.tierwall.lab.api.Place;
import dev.tierwall.lab.api.Selectors;
import dev.tierwall.lab.http.Exchange;
import dev.tierwall.lab.http.Query;
import dev.tierwall.lab.store.Listing;
import java.util.List;
import java.util.function.Predicate;

/** GET without watching. */
final class Reads {

    private final Objects objects;
    private final Answers answers;
    private final Pages pages = new Pages();

    Reads(Objects objects, Answers answers) {
        this.objects = objects;
        this.answers = answers;
    }

    /** Answers with one object. */
    void get(Exchange exchange, Place place, String name) throws ApiException {
        Media media = Answers.wanted(exchange);
        ObjectNode object = objects.get(place, name);
        Answers.send(exchange, 200, answers.shaped(place.resource(), object, media, Answers.include(exchange)), media);
    }

    /** Which objects a list or a watch is about. */
    static Predicate<ObjectNode> selected(Query query) throws ApiException {
        return Selectors.labels(query.text("labelSelector")).and(Selectors.fields(query.text("fieldSelector")));
    }

    /** Answers with a list, or with a page of it. */
    void list(Exchange exchange, Place place) throws ApiException {
        Media media = Answers.wanted(exchange);
        Query query = exchange.query();
        String token = query.text("continue");
        Pages.Page page;
        if (token.isEmpty()) {
            requireKnown(query);
            Listing all = objects.list(place);
            List<ObjectNode> chosen =
                    all.objects().stream().filter(selected(query)).toList();
            page = pages.first(
                    new Listing(chosen, all.version()), query.number("limit").orElse(0));
        } else {
            page = pages.next(token, query.number("limit").orElse(0));
        }
        ObjectNode list = answers.list(place.resource(), page.objects(), media, Answers.include(exchange));
        ObjectNode metadata = list.withObject("/metadata");
        metadata.put("resourceVersion", Long.toString(page.version()));
        if (!page.next().isEmpty()) {
            metadata.put("continue", page.next());
            if (query.text("labelSelector").isEmpty()
                    && query.text("fieldSelector").isEmpty()) {
                metadata.put("remainingItemCount", page.remaining());
            }
        }
        Answers.send(exchange, 200, list, media);
    }

    /** A list from the future cannot be given; one of the past can only be had as it is now, where that is allowed. */
    private void requireKnown(Query query) throws ApiException {
        long version = query.number("resourceVersion").orElse(0);
        long now = objects.store().version();
        if (version > now) {
            throw ApiException.badRequest("Too large resource version: " + version + ", current: " + now);
        }
        if (query.text("resourceVersionMatch").equals("Exact") && version != now) {
            throw ApiException.gone("The provided resource version " + version + " is no longer available");
        }
    }
}
