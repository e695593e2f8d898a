package dev.tierwall.lab.serve;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tierwall.lab.api.ApiException;
import dev.tierwall.lab.api.Objects;
import dev.tierwall.lab.api.Place;
import dev.tierwall.lab.http.Exchange;
import dev.tierwall.lab.http.Query;
import dev.tierwall.lab.http.Sink;
import dev.tierwall.lab.proto.Protobuf;
import dev.tierwall.lab.schema.GroupVersionKind;
import dev.tierwall.lab.store.ExpiredException;
import dev.tierwall.lab.store.Listing;
import dev.tierwall.lab.store.ObjectStore;
import dev.tierwall.lab.store.StoreEvent;
import dev.tierwall.lab.store.StoreKey;
import dev.tierwall.lab.store.Watch;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Predicate;

/** What happens to objects, told to a client as it happens. An object that ceases to be selected is told as deleted. */
final class WatchStream {

    private static final Duration PULSE = Duration.ofMillis(500);
    private static final Duration BOOKMARKS = Duration.ofSeconds(30);

    private final Objects objects;
    private final Answers answers;
    private final Place place;
    private final Media media;
    private final String include;
    private final boolean bookmarks;
    private final Predicate<ObjectNode> selected;

    WatchStream(Objects objects, Answers answers, Place place, Exchange exchange) throws ApiException {
        this.objects = objects;
        this.answers = answers;
        this.place = place;
        this.media = Answers.wanted(exchange);
        this.include = Answers.include(exchange);
        this.bookmarks = exchange.query().flag("allowWatchBookmarks");
        this.selected = Reads.selected(exchange.query());
    }

    /** What a stream of events is called in an answer. */
    String contentType() {
        return isProtobuf() ? Protobuf.MEDIA_TYPE + ";stream=watch" : "application/json";
    }

    private boolean isProtobuf() {
        return media.encoding() == Media.Encoding.PROTOBUF
                && media.form() == Media.Form.OBJECT
                && Protobuf.knows(place.resource().kind());
    }

    /** Tells events until the client leaves, its time is over, or it is too far behind. */
    void run(Query query, Sink sink) throws ApiException, InterruptedException {
        long seconds = query.number("timeoutSeconds")
                .orElse(1800 + ThreadLocalRandom.current().nextLong(1800));
        long end = System.nanoTime() + Duration.ofSeconds(seconds).toNanos();
        String since = query.text("resourceVersion");
        boolean silent = query.text("sendInitialEvents").equals("false");
        boolean initial = query.flag("sendInitialEvents") || (!silent && (since.isEmpty() || since.equals("0")));
        if (!initial && (since.isEmpty() || since.equals("0"))) {
            since = Long.toString(objects.store().version());
        }
        try (sink) {
            try (Watch watch = begin(initial ? "" : since, query.flag("sendInitialEvents"), sink)) {
                pump(watch, sink, end);
            } catch (ExpiredException expired) {
                send(sink, "ERROR", ApiException.gone(expired.getMessage()).status());
            }
        }
    }

    private Watch begin(String since, boolean markEnd, Sink sink)
            throws ApiException, ExpiredException, InterruptedException {
        ObjectStore store = objects.store();
        Predicate<StoreKey> concerns = key -> key.resource().equals(place.stored())
                && (place.namespace().isEmpty() || key.namespace().equals(place.namespace()));
        if (!since.isEmpty()) {
            if (!since.matches("[0-9]{1,18}")) {
                throw ApiException.badRequest("invalid resource version \"" + since + "\"");
            }
            return store.watch(concerns, Long.parseLong(since));
        }
        Listing now = objects.list(place);
        Watch watch = store.watch(concerns, now.version());
        for (ObjectNode object : now.objects()) {
            if (selected.test(object)) {
                send(sink, "ADDED", object);
            }
        }
        if (markEnd) {
            ObjectNode bookmark = bookmark(now.version());
            bookmark.withObject("/metadata/annotations").put("k8s.io/initial-events-end", "true");
            send(sink, "BOOKMARK", bookmark);
        }
        return watch;
    }

    private ObjectNode bookmark(long version) {
        GroupVersionKind kind = place.resource().kind();
        ObjectNode bookmark = JsonNodeFactory.instance.objectNode();
        bookmark.put("kind", kind.kind()).put("apiVersion", kind.apiVersion());
        bookmark.putObject("metadata").put("resourceVersion", Long.toString(version));
        return bookmark;
    }

    private void pump(Watch watch, Sink sink, long end) throws InterruptedException {
        long nextBookmark = System.nanoTime() + BOOKMARKS.toNanos();
        while (sink.isOpen() && System.nanoTime() < end) {
            // Read before the queue is: what is not in it then has been told.
            long version = objects.store().version();
            Optional<StoreEvent> event = watch.next(PULSE);
            if (event.isPresent()) {
                tell(event.get(), sink);
            } else if (bookmarks && System.nanoTime() > nextBookmark) {
                nextBookmark = System.nanoTime() + BOOKMARKS.toNanos();
                send(sink, "BOOKMARK", bookmark(version));
            }
            if (watch.isLost()) {
                send(
                        sink,
                        "ERROR",
                        ApiException.gone("too old resource version: the watch fell behind")
                                .status());
                return;
            }
        }
    }

    private void tell(StoreEvent event, Sink sink) throws InterruptedException {
        boolean is = selected.test(event.object());
        boolean was = selected.test(event.before());
        ObjectNode object = Objects.spoken(place, event.object());
        switch (event.type()) {
            case ADDED -> {
                if (is) {
                    send(sink, "ADDED", object);
                }
            }
            case DELETED -> {
                if (is) {
                    send(sink, "DELETED", object);
                }
            }
            case MODIFIED -> {
                if (is || was) {
                    send(sink, is ? was ? "MODIFIED" : "ADDED" : "DELETED", object);
                }
            }
        }
    }

    private void send(Sink sink, String type, ObjectNode object) throws InterruptedException {
        boolean plain = type.equals("ERROR");
        if (isProtobuf()) {
            sink.write(Protobuf.watchFrame(type, object));
            return;
        }
        ObjectNode event = JsonNodeFactory.instance.objectNode();
        event.put("type", type);
        event.set("object", plain ? object : answers.shaped(place.resource(), object, media, include));
        byte[] line = Answers.json(event);
        byte[] ended = Arrays.copyOf(line, line.length + 1);
        ended[line.length] = '\n';
        sink.write(ended);
    }
}
