package dev.tierwall.kube.tree;

/**
 * Reads the plain form in which nearly all manifests are written — block mappings and lists, scalars and flow
 * collections on one line, literal texts, ASCII — straight from the bytes, several times faster than a full parser starts up. It
 * understands a document completely or not at all: at the first thing outside that form, or that might be an error, it
 * gives up, and the full reader decides. Where it does not give up, its tree is the one of the full reader, positions
 * included; a fuzz test holds it to that.
 */
final class QuickYaml extends QuickLines {

    private static final int MAX_DEPTH = 100;

    private final TreeBuilder builder;
    private final StringTable strings;
    private int depth;

    QuickYaml(Block block, TreeBuilder builder, StringTable strings) {
        super(block);
        this.builder = builder;
        this.strings = strings;
    }

    /** Reads one document, up to a line that starts with {@code ---}; false if it is not in the plain form. */
    boolean read() {
        try {
            toContent();
            if (indent != END) {
                nested();
            }
            return indent == END;
        } catch (GiveUp notPlain) {
            return false;
        }
    }

    /** After {@link #read}: where the document has ended. */
    int position() {
        return position;
    }

    /** After {@link #read}: the line on which the document has ended. */
    int line() {
        return line;
    }

    /** A mapping or list in block form that starts at the current content. */
    private void nested() {
        if (++depth > MAX_DEPTH) {
            throw new GiveUp();
        }
        if (atDash()) {
            list(position - lineStart);
        } else {
            mapping(position - lineStart);
        }
        depth--;
    }

    private void mapping(int own) {
        builder.beginMapping(line, own + 1);
        do {
            key();
            int keyLine = line;
            int afterColon = column();
            if (!atLineEnd()) {
                onOneLine(own);
                continue;
            }
            nextLine();
            if (indent > own) {
                nested();
            } else if (indent == own && atDash()) {
                list(own);
            } else {
                builder.value(new Node.Null(keyLine, afterColon));
            }
        } while (goesOn(own));
        builder.end();
    }

    private void list(int own) {
        builder.beginSequence(line, own + 1);
        do {
            position++;
            int dashLine = line;
            int afterDash = column();
            if (atLineEnd()) {
                nextLine();
                if (indent > own) {
                    nested();
                } else {
                    builder.value(new Node.Null(dashLine, afterDash));
                }
            } else if (atDash() || keyEnd() >= 0) {
                nested();
            } else {
                onOneLine(own);
            }
        } while (goesOn(own) && atDash());
        builder.end();
    }

    /** Whether the next line belongs to the block of this indentation; a line in between belongs to none. */
    private boolean goesOn(int own) {
        if (indent > own) {
            throw new GiveUp();
        }
        return indent == own;
    }

    private void key() {
        int colon = keyEnd();
        if (colon < 0) {
            throw new GiveUp();
        }
        keyUpTo(colon);
        position = colon + 1;
    }

    private void keyUpTo(int colon) {
        boolean quoted = bytes[position] == '"' || bytes[position] == '\'';
        if (quoted && escapes) {
            throw new GiveUp();
        }
        String text = quoted ? strings.get(bytes, position + 1, colon - 1) : strings.get(bytes, position, colon);
        String key = quoted ? text : Scalars.key(Scalars.plain(text, line, column()));
        if (key == null || builder.has(key)) {
            throw new GiveUp();
        }
        builder.key(key, line, column());
    }

    /** A value that must end with its line, inside a block of this indentation. */
    private void onOneLine(int own) {
        switch (bytes[position]) {
            case '"', '\'' -> quoted();
            case '[', '{' -> flow();
            case '|' -> {
                literal(own);
                return;
            }
            default -> plain();
        }
        nextLine();
        if (indent > own) {
            throw new GiveUp();
        }
    }

    private void plain() {
        int from = position;
        if (!mayStartPlain(bytes[from]) || atDash()) {
            throw new GiveUp();
        }
        int p = from;
        int last = from;
        while (!isLineEnd(p)) {
            byte b = bytes[p];
            if (b < ' ' || b == 127 || (b == ':' && isBlank(p + 1))) {
                throw new GiveUp();
            }
            if (b == '#' && bytes[p - 1] == ' ') {
                break;
            }
            if (b != ' ') {
                last = p + 1;
            }
            p++;
        }
        value(from, last);
        position = last;
    }

    private void value(int from, int to) {
        Node node = Scalars.plain(strings.get(bytes, from, to), line, column());
        if (node instanceof Node.Fraction fraction && !Double.isFinite(fraction.value())) {
            throw new GiveUp();
        }
        builder.value(node);
    }

    private void quoted() {
        int close = closingQuote(position);
        String text = strings.get(bytes, position + 1, close);
        builder.value(new Node.Text(escapes ? unescaped(text, bytes[position]) : text, line, column()));
        position = close + 1;
    }

    private void literal(int own) {
        int startLine = line;
        int startColumn = column();
        String text = literalText(own);
        builder.value(new Node.Text(text, startLine, startColumn));
        if (indent > own) {
            throw new GiveUp();
        }
    }

    private void flow() {
        if (++depth > MAX_DEPTH) {
            throw new GiveUp();
        }
        boolean mapping = bytes[position] == '{';
        byte close = (byte) (mapping ? '}' : ']');
        if (mapping) {
            builder.beginMapping(line, column());
        } else {
            builder.beginSequence(line, column());
        }
        position++;
        byte next = skipSpaces();
        while (next != close) {
            if (mapping) {
                flowKey();
            }
            flowValue();
            next = skipSpaces();
            if (next == ',') {
                position++;
                next = skipSpaces();
                if (next == close) {
                    throw new GiveUp();
                }
            } else if (next != close) {
                throw new GiveUp();
            }
        }
        position++;
        builder.end();
        depth--;
    }

    private void flowKey() {
        int colon = keyEnd();
        if (colon < 0 || colon + 1 >= end || bytes[colon + 1] != ' ') {
            throw new GiveUp();
        }
        keyUpTo(colon);
        position = colon + 1;
        skipSpaces();
    }

    private void flowValue() {
        byte first = bytes[position];
        if (first == '[' || first == '{') {
            flow();
        } else if (first == '"' || first == '\'') {
            quoted();
        } else {
            int from = position;
            int p = from;
            while (p < end && (isWord(bytes[p]) || isInnerColon(p, from))) {
                p++;
            }
            if (p == from || (first == '-' && p == from + 1)) {
                throw new GiveUp();
            }
            value(from, p);
            position = p;
        }
    }
}
