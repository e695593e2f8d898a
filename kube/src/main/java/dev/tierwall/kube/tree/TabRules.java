package dev.tierwall.kube.tree;

import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.NodeEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.exceptions.Mark;

/**
 * Finds the tabs that kubectl's reader refuses although newer YAML allows them: after a dash, in the indentation of a
 * block scalar, and on the lines after an unquoted value. Only documents that have a tab are looked at.
 */
final class TabRules {

    private static final String PROBLEM = "a tab stands where YAML allows only spaces";
    private static final String REMEDY = "indent with spaces";

    /** The indentation of a collection whose start was hidden behind an anchor or a tag. */
    private static final int UNKNOWN = -1;

    private final int[] text;
    private final int firstLine;
    private final Deque<Integer> indents = new ArrayDeque<>();
    private int flowLevel;

    /** Up to where the text has been looked at. */
    private int looked;

    /** Whether a key could start here, so that a tab is refused. */
    private boolean strict = true;

    private TabRules(int[] text, int firstLine) {
        this.text = text;
        this.firstLine = firstLine;
    }

    /** The rules for a document, or null if it has no tab. */
    static @Nullable TabRules of(String text, int firstLine) {
        return text.indexOf('\t') < 0 ? null : new TabRules(text.codePoints().toArray(), firstLine);
    }

    /** Follows the events of the document, and throws at a tab that stands wrong. */
    void check(Event event) {
        Mark start = event.getStartMark().orElse(null);
        Mark end = event.getEndMark().orElse(null);
        if (start == null || end == null) {
            return;
        }
        between(start.getIndex());
        if (event instanceof NodeEvent && !indents.isEmpty() && indents.peek() == UNKNOWN) {
            indents.pop();
            indents.push(start.getColumn());
        }
        switch (event.getEventId()) {
            case MappingStart, SequenceStart -> begin((CollectionStartEvent) event, start);
            case MappingEnd, SequenceEnd -> {
                indents.pop();
                flowLevel -= flowLevel > 0 ? 1 : 0;
                looked = flowLevel > 0 ? end.getIndex() : Math.max(looked, end.getIndex());
            }
            case Scalar -> scalar((ScalarEvent) event, start, end);
            case Alias -> looked = end.getIndex();
            default -> {}
        }
    }

    private void begin(CollectionStartEvent event, Mark start) {
        boolean prefixed = event.getAnchor().isPresent() || event.getTag().isPresent();
        indents.push(prefixed ? UNKNOWN : start.getColumn());
        if (event.isFlow()) {
            flowLevel++;
            looked = start.getIndex() + 1;
        }
    }

    private void scalar(ScalarEvent event, Mark start, Mark end) {
        looked = end.getIndex();
        if (flowLevel > 0) {
            return;
        }
        strict &= end.getIndex() == start.getIndex();
        if (event.isLiteral() || event.isFolded()) {
            blockScalar(start, end);
            strict = true;
        } else if (event.isPlain() && end.getIndex() > start.getIndex()) {
            looked = afterPlain(start, end);
        }
    }

    /** Tabs among the indicators and comments before the next value: none where a key could start. */
    private void between(int next) {
        boolean opening = looked == 0 || text[looked - 1] == '\n';
        strict |= opening;
        for (int p = looked; p < next && p < text.length; p++) {
            switch (text[p]) {
                case '\n' -> {
                    strict = true;
                    opening = true;
                }
                case '\t' -> {
                    if (strict && flowLevel == 0) {
                        throw wrong(p);
                    }
                }
                case '#' -> p = lineEnd(p) - 1;
                case '-', '?' -> {
                    strict = true;
                    opening = true;
                    dash(p);
                }
                case ':' -> strict = opening;
                case ' ', '\r' -> {}
                default -> opening = false;
            }
        }
        looked = Math.max(looked, next);
    }

    /** The first dash tells where a list is indented that has an anchor or a tag before it. */
    private void dash(int position) {
        if (!indents.isEmpty() && indents.peek() == UNKNOWN) {
            int column = 0;
            while (position > column && text[position - column - 1] != '\n') {
                column++;
            }
            indents.pop();
            indents.push(column);
        }
    }

    private int lineEnd(int from) {
        int p = from;
        while (p < text.length && text[p] != '\n') {
            p++;
        }
        return p;
    }

    /** A tab in the indentation of the lines of a block scalar, which starts with its header. */
    private void blockScalar(Mark start, Mark end) {
        int p = start.getIndex();
        int indent = 0;
        while (p < text.length && text[p] != '\n') {
            if (text[p] >= '1' && text[p] <= '9' && indent == 0) {
                indent = Math.max(0, indents.isEmpty() ? 0 : indents.peek()) + text[p] - '0';
            }
            p += text[p] == '#' ? text.length : 1;
        }
        p = lineEnd(start.getIndex());
        while (p < text.length && text[p] == '\n' && p < end.getIndex()) {
            int lineStart = p + 1;
            p = lineStart;
            while (p < text.length && text[p] == ' ' && (indent == 0 || p - lineStart < indent)) {
                p++;
            }
            if (p < text.length && text[p] == '\t' && (indent == 0 || p - lineStart < indent)) {
                throw wrong(p);
            }
            if (indent == 0 && p < text.length && text[p] != '\n' && text[p] != '\r') {
                indent = Math.max(1, p - lineStart);
            }
            p = lineEnd(p);
        }
    }

    /**
     * A tab at the start of a continuation line, or of the blank lines after an unquoted value.
     *
     * @return the position after those lines
     */
    private int afterPlain(Mark start, Mark end) {
        int indent = indents.isEmpty() ? 0 : indents.peek() + 1;
        int lineStart = -1;
        for (int p = start.getIndex(); p < text.length; p++) {
            int c = text[p];
            if (c == '\n') {
                lineStart = p + 1;
                strict = p >= end.getIndex() || strict;
            } else if (c == '\t' && lineStart >= 0 && p - lineStart < indent) {
                throw wrong(p);
            } else if (c != ' ' && c != '\r' && c != '\t') {
                if (p >= end.getIndex()) {
                    return p;
                }
                lineStart = -1;
            }
        }
        return text.length;
    }

    private UnreadableException wrong(int position) {
        int line = firstLine;
        int column = 1;
        for (int i = 0; i < position; i++) {
            column = text[i] == '\n' ? 1 : column + 1;
            line += text[i] == '\n' ? 1 : 0;
        }
        return new UnreadableException(line, column, PROBLEM, REMEDY);
    }
}
