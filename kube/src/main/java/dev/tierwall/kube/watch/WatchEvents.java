package dev.tierwall.kube.watch;

import dev.tierwall.kube.tree.Node;
import dev.tierwall.kube.tree.TreeSink;

/** Takes a watch apart into its events, as they arrive. */
final class WatchEvents implements TreeSink {

    private final Seen.Reader reader;
    private final Taker taker;
    private int problem;
    private int count;

    /** Who takes events. */
    interface Taker {
        void put(Seen seen);

        void remove(Seen seen);

        /** All up to this version has been told. */
        void reached(String version);
    }

    WatchEvents(Seen.Reader reader, Taker taker) {
        this.reader = reader;
        this.taker = taker;
    }

    /** The code of the error that the server sent; 0 if it sent none. */
    int problem() {
        return problem;
    }

    /** How many events there were. */
    int count() {
        return count;
    }

    @Override
    public void item(Node.Mapping head, Node item) {
        // Events are no lists.
    }

    @Override
    public void document(Node root, boolean whole) {
        if (!whole || !(root instanceof Node.Mapping event) || !(event.get("object") instanceof Node.Mapping object)) {
            return;
        }
        count++;
        String type = event.text("type");
        switch (type == null ? "" : type) {
            case "ADDED", "MODIFIED" -> reader.read(object).ifPresent(taker::put);
            case "DELETED" -> reader.read(object).ifPresent(taker::remove);
            case "ERROR" -> {
                problem = object.get("code") instanceof Node.Whole code ? (int) code.value() : 500;
                return;
            }
            default -> {}
        }
        if (object.get("metadata") instanceof Node.Mapping metadata) {
            String version = metadata.text("resourceVersion");
            if (version != null && !version.isEmpty()) {
                taker.reached(version);
            }
        }
    }
}
