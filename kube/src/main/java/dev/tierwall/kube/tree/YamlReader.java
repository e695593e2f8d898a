package dev.tierwall.kube.tree;

import java.io.Reader;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.NodeEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.ReaderException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.parser.ParserImpl;
import org.snakeyaml.engine.v2.scanner.StreamReader;

/**
 * Reads one YAML document of any form: the events of snakeyaml-engine become a tree, with the scalars, aliases and merge
 * keys of the YAML that kubectl knows.
 */
final class YamlReader {

    private static final LoadSettings SETTINGS = LoadSettings.builder()
            .setCodePointLimit(Integer.MAX_VALUE)
            .setVersionFunction(version -> version)
            .setUseMarks(true)
            .build();

    private final TreeBuilder builder;
    private final Problems problems;
    private final int firstLine;
    private final @Nullable TabRules tabs;
    private final Anchors anchors = new Anchors();
    private final Deque<Open> open = new ArrayDeque<>();
    private boolean merging;
    private int lastLine;
    private int lastColumn = 1;

    /** A collection that is being read. */
    private record Open(Node start, boolean flow, @Nullable String anchor, long valuesBefore, boolean merge) {}

    YamlReader(TreeBuilder builder, Problems problems, int firstLine, @Nullable TabRules tabs) {
        this.builder = builder;
        this.problems = problems;
        this.firstLine = firstLine;
        this.lastLine = firstLine;
        this.tabs = tabs;
    }

    /** Reads the document into the builder, unfinished. Throws {@link UnreadableException} where it is broken. */
    void read(Reader text) {
        try {
            ParserImpl parser = new ParserImpl(SETTINGS, new StreamReader(SETTINGS, text));
            for (Event event = next(parser); event != null; event = next(parser)) {
                if (event.getEventId() == Event.ID.DocumentEnd) {
                    afterEnd(parser, event);
                    return;
                }
                accept(event);
            }
        } catch (MarkedYamlEngineException broken) {
            Open innermost = open.peek();
            if (innermost != null && innermost.flow && SyntaxAdvice.isOpenEnd(broken)) {
                Node start = innermost.start;
                throw SyntaxAdvice.openBracket(start.line(), start.column(), start instanceof Node.Sequence);
            }
            throw SyntaxAdvice.about(broken, firstLine);
        } catch (ReaderException broken) {
            throw new UnreadableException.NotText(broken.getPosition(), broken.getCodePoint());
        } catch (YamlEngineException broken) {
            throw unplaced(broken);
        }
    }

    /** The parser gives no place for a few mistakes: the last thing that it understood must do. */
    private UnreadableException unplaced(RuntimeException broken) {
        String reason = broken instanceof YamlEngineException ? ": " + broken.getMessage() : "";
        return new UnreadableException(
                lastLine, lastColumn, "what follows is not YAML" + reason, "check this line and the next ones");
    }

    private @Nullable Event next(ParserImpl parser) {
        try {
            return parser.hasNext() ? parser.next() : null;
        } catch (YamlEngineException broken) {
            throw broken;
        } catch (RuntimeException unforeseen) {
            // The parser does not foresee every way in which a text can end, such as within an escape.
            throw unplaced(unforeseen);
        }
    }

    /** Once a document has ended, kubectl ignores the rest up to the next {@code ---}; say so if there is any. */
    private void afterEnd(ParserImpl parser, Event end) {
        boolean rest;
        try {
            Event more = next(parser);
            rest = more != null && more.getEventId() != Event.ID.StreamEnd;
        } catch (YamlEngineException | UnreadableException broken) {
            rest = true;
        }
        if (rest) {
            Mark mark = end.getEndMark().orElse(null);
            problems.warning(
                    problems.at(line(mark), column(mark)),
                    "the document ends here; what follows up to the next `---` is ignored, as kubectl does",
                    "put `---` on a line of its own between documents");
        }
    }

    private void accept(Event event) {
        Mark mark = mark(event);
        lastLine = line(mark);
        lastColumn = column(mark);
        if (tabs != null) {
            tabs.check(event);
        }
        switch (event.getEventId()) {
            case Scalar -> scalar((ScalarEvent) event);
            case Alias -> alias((AliasEvent) event);
            case MappingStart, SequenceStart -> begin((CollectionStartEvent) event);
            case MappingEnd, SequenceEnd -> end();
            default -> {}
        }
    }

    private void scalar(ScalarEvent event) {
        Mark mark = mark(event);
        int line = line(mark);
        int column = column(mark);
        Node node = scalarNode(event, line, column);
        String anchor = anchor(event);
        if (anchor != null) {
            anchors.set(anchor, node, 1);
        }
        if (!builder.expectsKey()) {
            value(node);
        } else if (event.isPlain()
                && event.getTag().isEmpty()
                && event.getValue().equals("<<")) {
            merging = true;
            builder.key("<<", line, column);
        } else {
            key(node);
        }
    }

    private static Node scalarNode(ScalarEvent event, int line, int column) {
        String text = event.getValue();
        String tag = event.getTag().orElse("");
        if (tag.isEmpty()) {
            return event.isPlain() ? Scalars.plain(text, line, column) : new Node.Text(text, line, column);
        }
        Node node = Scalars.tagged(tag, text, line, column);
        if (node == null) {
            throw new UnreadableException(
                    line,
                    column,
                    "\"" + text + "\" does not fit its tag " + shortTag(tag),
                    "leave the tag out, or write a value of that type");
        }
        return node;
    }

    private static String shortTag(String tag) {
        return "!!" + tag.substring(tag.lastIndexOf(':') + 1);
    }

    private void key(Node node) {
        String key = Scalars.key(node);
        if (key == null) {
            throw badKey(node.line(), node.column(), node.kind());
        }
        builder.key(key, node.line(), node.column());
    }

    private static UnreadableException badKey(int line, int column, String kind) {
        return new UnreadableException(
                line,
                column,
                kind + " stands where a key should be",
                "write a word before the colon, quoted if need be");
    }

    private void value(Node node) {
        anchors.count();
        if (merging) {
            merging = false;
            merge(node);
        } else {
            finite(node);
            builder.value(node);
        }
    }

    /** JSON has no infinity, and so kubectl refuses one. */
    private static void finite(Node node) {
        if (node instanceof Node.Fraction fraction && !Double.isFinite(fraction.value())) {
            throw new UnreadableException(
                    node.line(),
                    node.column(),
                    "infinity and NaN are not values of the API",
                    "quote it if it is a text");
        }
    }

    private void begin(CollectionStartEvent event) {
        Mark mark = mark(event);
        boolean mapping = event.getEventId() == Event.ID.MappingStart;
        if (builder.expectsKey()) {
            throw badKey(line(mark), column(mark), mapping ? "a mapping" : "a list");
        }
        String anchor = anchor(event);
        if (anchor != null) {
            anchors.open(anchor);
        }
        Node start = mapping
                ? new Node.Mapping(List.of(), line(mark), column(mark))
                : new Node.Sequence(List.of(), line(mark), column(mark));
        open.push(new Open(start, event.isFlow(), anchor, anchors.values(), merging));
        merging = false;
        if (mapping) {
            builder.beginMapping(start.line(), start.column());
        } else {
            builder.beginSequence(start.line(), start.column());
        }
    }

    private void end() {
        Open closed = open.pop();
        Node node = closed.merge ? builder.endMerged() : builder.end();
        anchors.count();
        if (closed.anchor != null) {
            anchors.set(closed.anchor, node, anchors.values() - closed.valuesBefore);
        }
        if (closed.merge) {
            merge(node);
        }
    }

    private void alias(AliasEvent event) {
        Mark mark = mark(event);
        Node target = anchors.get(
                event.getAlias().getValue(), new Node.Null(line(mark), column(mark)), !builder.expectsKey());
        if (builder.expectsKey()) {
            key(target);
        } else if (merging) {
            merging = false;
            merge(target);
        } else {
            builder.value(target);
        }
    }

    /** Brings in the entries of a mapping, or of a list of mappings, of which the first counts most. */
    private void merge(Node node) {
        builder.endKey();
        if (node instanceof Node.Mapping mapping) {
            mapping.entries().forEach(builder::merge);
            return;
        }
        if (node instanceof Node.Sequence list && list.items().stream().allMatch(Node.Mapping.class::isInstance)) {
            for (Node item : list.items().reversed()) {
                ((Node.Mapping) item).entries().forEach(builder::merge);
            }
            return;
        }
        throw new UnreadableException(
                node.line(),
                node.column(),
                "the merge key << needs a mapping, or a list of mappings, but has " + node.kind(),
                "give it an alias of a mapping, as in `<<: *defaults`");
    }

    private static @Nullable String anchor(NodeEvent event) {
        return event.getAnchor().map(anchor -> anchor.getValue()).orElse(null);
    }

    private static @Nullable Mark mark(Event event) {
        return event.getStartMark().orElse(null);
    }

    private int line(@Nullable Mark mark) {
        return mark == null ? firstLine : firstLine + mark.getLine();
    }

    private static int column(@Nullable Mark mark) {
        return mark == null ? 1 : mark.getColumn() + 1;
    }
}
