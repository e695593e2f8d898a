package dev.tierwall.kube.watch;

import dev.tierwall.kube.access.ApiServer;
import dev.tierwall.kube.tree.JsonReader;
import dev.tierwall.kube.tree.Node;
import dev.tierwall.kube.tree.Problems;
import dev.tierwall.kube.tree.TreeSink;
import java.io.IOException;
import java.util.function.Consumer;

/**
 * How a page of a listing ended; its objects were handed out as they arrived.
 *
 * @param status the HTTP status
 * @param message what the server said, if it did not send the page
 * @param next the token of the next page; empty if this is the last
 * @param version the resource version to watch from
 */
record ListPage(int status, String message, String next, String version) {

    static ListPage read(ApiServer.Answer answer, Seen.Reader reader, String kind, Consumer<Seen> taker)
            throws IOException {
        if (!answer.isSuccess()) {
            return new ListPage(answer.status(), answer.message(), "", "");
        }
        Items items = new Items(reader, taker);
        JsonReader.read(answer.body(), items, new Problems(""));
        if (!(kind + "List").equals(items.kind)) {
            throw new IOException("the answer is no list of the kind " + kind);
        }
        return new ListPage(answer.status(), "", items.next, items.version);
    }

    private static final class Items implements TreeSink {
        private final Seen.Reader reader;
        private final Consumer<Seen> taker;
        private String kind = "";
        private String next = "";
        private String version = "";

        Items(Seen.Reader reader, Consumer<Seen> taker) {
            this.reader = reader;
            this.taker = taker;
        }

        @Override
        public void item(Node.Mapping head, Node item) {
            if (item instanceof Node.Mapping object) {
                reader.read(object).ifPresent(taker);
            }
        }

        @Override
        public void document(Node root, boolean whole) {
            if (whole && root instanceof Node.Mapping list) {
                String word = list.text("kind");
                kind = word == null ? "" : word;
                if (list.get("metadata") instanceof Node.Mapping metadata) {
                    String token = metadata.text("continue");
                    next = token == null ? "" : token;
                    String at = metadata.text("resourceVersion");
                    version = at == null ? "" : at;
                }
            }
        }
    }
}
