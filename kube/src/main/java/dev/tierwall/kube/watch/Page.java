package dev.tierwall.kube.watch;

import dev.tierwall.core.model.ClusterObject;
import dev.tierwall.core.model.Finding;
import dev.tierwall.kube.access.ApiServer;
import dev.tierwall.kube.tree.JsonReader;
import dev.tierwall.kube.tree.Node;
import dev.tierwall.kube.tree.Problems;
import dev.tierwall.kube.tree.TreeSink;
import dev.tierwall.kube.wire.Decoder;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * One page of a listing. Objects are decoded as they arrive; only what they state is kept.
 *
 * @param status the HTTP status
 * @param message what the server said, if it did not send the page
 * @param next the token of the next page; empty if this is the last
 * @param objects what the objects of this page state
 * @param findings what is wrong with them
 */
record Page(int status, String message, String next, List<ClusterObject> objects, List<Finding> findings) {

    boolean isRead() {
        return status / 100 == 2;
    }

    /** Forbidden to this user. */
    boolean isForbidden() {
        return status == 403;
    }

    /** The server has no such kind. */
    boolean isAbsent() {
        return status == 404;
    }

    /** The token is too old; the listing has to start anew. */
    boolean isExpired() {
        return status == 410;
    }

    /** A listing that has to start anew. */
    static final Page EXPIRED = new Page(410, "", "", List.of(), List.of());

    /**
     * How the objects of a listing are decoded.
     *
     * @param resource their kind
     * @param apiVersion their version: objects in a list do not repeat it
     * @param interned gives back one object for equal ones
     * @param file what to call the cluster in locations
     */
    record Decoding(Resource resource, String apiVersion, Interned interned, String file) {

        /** Reads the answer to a request for a page, and tells the token of the next as soon as it is known. */
        Page read(ApiServer.Answer answer, Consumer<String> next) throws IOException {
            if (!answer.isSuccess()) {
                return new Page(answer.status(), answer.message(), "", List.of(), List.of());
            }
            Problems problems = new Problems(file);
            Items items = new Items(this, new Decoder(problems, ""), next);
            JsonReader.read(answer.body(), items, problems);
            if (!items.complete) {
                throw new IOException("the answer is neither a list of " + resource.plural() + " nor one of them");
            }
            return new Page(answer.status(), "", items.token, items.objects, problems.findings());
        }
    }

    private static final class Items implements TreeSink {
        private final Decoding decoding;
        private final Decoder decoder;
        private final Consumer<String> next;
        private final List<ClusterObject> objects = new ArrayList<>();
        private String token = "";
        private boolean complete;

        Items(Decoding decoding, Decoder decoder, Consumer<String> next) {
            this.decoding = decoding;
            this.decoder = decoder;
            this.next = next;
        }

        @Override
        public void item(Node.Mapping head, Node item) {
            if (token.isEmpty()) {
                remember(head);
            }
            if (item instanceof Node.Mapping object) {
                decode(object);
            }
        }

        private void decode(Node.Mapping object) {
            decoder.decode(decoding.apiVersion, decoding.resource.kind(), object)
                    .map(decoding.interned::of)
                    .ifPresent(objects::add);
        }

        private void remember(Node.Mapping head) {
            if (head.get("metadata") instanceof Node.Mapping metadata && metadata.text("continue") != null) {
                token = metadata.text("continue");
                next.accept(token);
            }
        }

        @Override
        public void document(Node root, boolean whole) {
            if (!(root instanceof Node.Mapping document) || document.text("kind") == null) {
                return;
            }
            String found = document.text("kind");
            String kind = decoding.resource.kind();
            if (kind.equals(found)) {
                decode(document);
            } else {
                remember(document);
            }
            complete = kind.equals(found) || (kind + "List").equals(found);
        }
    }
}
