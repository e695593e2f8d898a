package dev.tierwall.kube.tree;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Builds the tree of one document from its parts in the order in which they are written, without recursion, so that no
 * depth of nesting exhausts the stack. Shared by all readers: what a duplicate key, a list's items or too deep a nesting
 * means is decided here, once.
 */
final class TreeBuilder {

    /** More levels than any object of the API has; an honest bound against generators gone wrong. */
    static final int MAX_DEPTH = 1000;

    /** Keys of a mapping are compared one by one up to this many, then through an index. */
    private static final int SMALL = 12;

    private final TreeSink sink;
    private final Problems problems;
    private final List<Frame> frames = new ArrayList<>();
    private int depth;
    private @Nullable Node root;
    private int itemsSeen;
    private int itemsToSkip;
    private boolean finishedOne;

    TreeBuilder(TreeSink sink, Problems problems) {
        this.sink = sink;
        this.problems = problems;
    }

    /** One open mapping or list. Frames are kept for reuse by depth. */
    private static final class Frame {
        boolean mapping;
        boolean handsOut;
        int line;
        int column;

        @Nullable
        String key;

        int keyLine;
        int keyColumn;
        int size;
        Node.Entry[] entries = new Node.Entry[8];
        Node[] items = new Node[8];
        final Map<String, Integer> index = new HashMap<>();

        int find(String name) {
            if (size > SMALL) {
                return index.getOrDefault(name, -1);
            }
            for (int i = 0; i < size; i++) {
                if (entries[i].key().equals(name)) {
                    return i;
                }
            }
            return -1;
        }

        void put(Node.Entry entry) {
            if (size == entries.length) {
                entries = Arrays.copyOf(entries, size * 2);
            }
            entries[size++] = entry;
            if (size > SMALL) {
                for (int i = index.isEmpty() ? 0 : size - 1; i < size; i++) {
                    index.put(entries[i].key(), i);
                }
            }
        }

        void add(Node item) {
            if (size == items.length) {
                items = Arrays.copyOf(items, size * 2);
            }
            items[size++] = item;
        }

        Node close() {
            if (!mapping) {
                return new Node.Sequence(List.of(Arrays.copyOf(items, size)), line, column);
            }
            return new Node.Mapping(List.of(Arrays.copyOf(entries, size)), line, column);
        }
    }

    /** Makes ready for the next part of the source. */
    void begin() {
        reset();
        finishedOne = false;
    }

    /** Whether no document was finished since {@link #begin}. */
    boolean nothingFinished() {
        return !finishedOne;
    }

    /** Forgets the document begun, to read it again by other means; items handed out already are not repeated. */
    void restart() {
        depth = 0;
        root = null;
        itemsToSkip = itemsSeen;
        itemsSeen = 0;
    }

    void beginMapping(int line, int column) {
        open(true, line, column);
    }

    void beginSequence(int line, int column) {
        boolean items = depth == 1 && frames.get(0).mapping && "items".equals(frames.get(0).key);
        open(false, line, column).handsOut = items;
    }

    private Frame open(boolean mapping, int line, int column) {
        if (depth == MAX_DEPTH) {
            throw new UnreadableException(
                    line,
                    column,
                    "values are nested more than " + MAX_DEPTH + " levels deep",
                    "no Kubernetes object is nested like this; look for brackets that are never closed");
        }
        if (depth == frames.size()) {
            frames.add(new Frame());
        }
        Frame frame = frames.get(depth++);
        frame.mapping = mapping;
        frame.handsOut = false;
        frame.line = line;
        frame.column = column;
        frame.key = null;
        frame.size = 0;
        if (!frame.index.isEmpty()) {
            frame.index.clear();
        }
        return frame;
    }

    /** Whether the next scalar is a key. */
    boolean expectsKey() {
        return depth > 0 && frames.get(depth - 1).mapping && frames.get(depth - 1).key == null;
    }

    void key(String key, int line, int column) {
        Frame frame = frames.get(depth - 1);
        frame.key = key;
        frame.keyLine = line;
        frame.keyColumn = column;
    }

    /** Whether the open mapping has this key already. */
    boolean has(String key) {
        return frames.get(depth - 1).find(key) >= 0;
    }

    void value(Node node) {
        if (depth == 0) {
            root = node;
            return;
        }
        Frame frame = frames.get(depth - 1);
        if (frame.mapping) {
            put(frame, node);
        } else if (frame.handsOut) {
            handOut(node);
        } else {
            frame.add(node);
        }
    }

    private void put(Frame frame, Node node) {
        String key = frame.key;
        if (key == null) {
            throw new IllegalStateException("a value without a key");
        }
        frame.key = null;
        Node.Entry entry = new Node.Entry(key, frame.keyLine, frame.keyColumn, node);
        int known = frame.find(key);
        if (known < 0) {
            frame.put(entry);
            return;
        }
        problems.warning(
                problems.at(entry.line(), entry.column()),
                "the key \"" + key + "\" is given twice; the first is on line " + frame.entries[known].line(),
                "keep one of the two: kubectl silently takes the last, strict clients refuse both");
        frame.entries[known] = entry;
    }

    /** Sets an entry that a merge key brings in: what is there already gives way, without a word, as kubectl has it. */
    void merge(Node.Entry entry) {
        Frame frame = frames.get(depth - 1);
        int known = frame.find(entry.key());
        if (known < 0) {
            frame.put(entry);
        } else {
            frame.entries[known] = entry;
        }
    }

    private void handOut(Node item) {
        if (itemsSeen++ >= itemsToSkip) {
            sink.item((Node.Mapping) frames.get(0).close(), item);
        }
    }

    /** Closes the innermost mapping or list, and returns it. */
    Node end() {
        Frame frame = frames.get(--depth);
        Node node = frame.close();
        if (!frame.handsOut) {
            value(node);
        } else {
            frames.get(0).key = null;
        }
        return node;
    }

    /** As {@link #end}, for a mapping or list that is the value of a merge key: it becomes no value itself. */
    Node endMerged() {
        return frames.get(--depth).close();
    }

    /** Takes back a key that was merely a merge key. */
    void endKey() {
        frames.get(depth - 1).key = null;
    }

    /** Hands the finished document over and makes ready for the next. */
    void finish() {
        Node document = root;
        finishedOne = true;
        reset();
        if (document != null) {
            sink.document(document, true);
        }
    }

    /** Hands over what was read of a document before it turned out to be broken. */
    void abandon() {
        while (depth > 0) {
            if (frames.get(depth - 1).key != null) {
                frames.get(depth - 1).key = null;
            }
            end();
        }
        Node document = root;
        reset();
        if (document != null) {
            sink.document(document, false);
        }
    }

    private void reset() {
        depth = 0;
        root = null;
        itemsSeen = 0;
        itemsToSkip = 0;
    }
}
