package dev.tierwall.kube.tree;

/**
 * Reads the plain form in which nearly all manifests are written — block mappings and lists, scalars and flow
 * collections on one line, ASCII — straight from the bytes, several times faster than a full parser starts up. It
 * understands a document completely or not at all: at the first thing outside that form, or that might be an error, it
 * gives up, and the full reader decides. Where it does not give up, its tree is the one of the full reader, positions
 * included; a fuzz test holds it to that.
 */
final class QuickYaml {

    /** Gives up, without a trace: it is a common outcome, not a failure. */
    private static final class GiveUp extends RuntimeException {
        private static final long serialVersionUID = 1;

        GiveUp() {
            super("", null, false, false);
        }
    }

    private static final int MAX_DEPTH = 100;
    private static final int MAX_KEY = 500;

    /** The indentation of what comes after the last line. */
    private static final int END = -1;

    private final byte[] bytes;
    private final int end;
    private final TreeBuilder builder;
    private final StringTable strings;
    private int position;
    private int line;
    private int lineStart;
    private int indent;
    private int depth;

    QuickYaml(Block block, TreeBuilder builder, StringTable strings) {
        this.bytes = block.bytes();
        this.position = block.from();
        this.lineStart = block.from();
        this.end = block.to();
        this.line = block.line();
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

    /** From the start of a line to the first line that is neither blank nor a comment. */
    private void toContent() {
        while (true) {
            lineStart = position;
            int p = position;
            while (p < end && bytes[p] == ' ') {
                p++;
            }
            position = p;
            if (p == end) {
                indent = END;
                return;
            }
            if (bytes[p] == '#') {
                comment();
            }
            if (!isLineEnd(position)) {
                indent = startsDocument(p) ? END : p - lineStart;
                return;
            }
            if (position == end) {
                indent = END;
                return;
            }
            breakLine();
        }
    }

    private boolean startsDocument(int p) {
        return p == lineStart && p + 2 < end && bytes[p] == '-' && bytes[p + 1] == '-' && bytes[p + 2] == '-';
    }

    private boolean isLineEnd(int p) {
        return p == end || bytes[p] == '\n' || (bytes[p] == '\r' && p + 1 < end && bytes[p + 1] == '\n');
    }

    private void breakLine() {
        position += bytes[position] == '\r' ? 2 : 1;
        line++;
    }

    /** Skips a comment, and looks at its bytes, since not every one may stand in YAML. */
    private void comment() {
        while (!isLineEnd(position)) {
            byte b = bytes[position];
            if ((b < ' ' && b != '\t') || b == 127) {
                throw new GiveUp();
            }
            position++;
        }
    }

    /** Requires that nothing but a comment is left on this line, and goes on to the next content. */
    private void nextLine() {
        if (!atLineEnd()) {
            throw new GiveUp();
        }
        if (position == end) {
            lineStart = end;
            indent = END;
            return;
        }
        breakLine();
        toContent();
    }

    /** Skips spaces and a comment; whether that ends the line. */
    private boolean atLineEnd() {
        int p = position;
        while (p < end && bytes[p] == ' ') {
            p++;
        }
        boolean spaced = p > position;
        position = p;
        if (p < end && bytes[p] == '#' && spaced) {
            comment();
        }
        return isLineEnd(position);
    }

    private boolean isBlank(int p) {
        return p >= end || bytes[p] == ' ' || bytes[p] == '\n' || bytes[p] == '\r';
    }

    private boolean atDash() {
        return bytes[position] == '-' && isBlank(position + 1);
    }

    private int column() {
        return position - lineStart + 1;
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

    /** The position of the colon that ends a key, or -1 if no key starts here. */
    private int keyEnd() {
        int p = position;
        byte first = bytes[p];
        if (first == '"' || first == '\'') {
            p = closingQuote(p) + 1;
        } else if (first != '-' && first != '.') {
            while (p < end && isWord(bytes[p])) {
                p++;
            }
        }
        return p > position && p < end && p - position < MAX_KEY && bytes[p] == ':' && isBlank(p + 1) ? p : -1;
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

    private static boolean mayStartPlain(byte b) {
        return switch (b) {
            case '_', '.', '/', '+', '-', '$', '(', ')', '=', ';', '^', '~', '<' -> true;
            default -> isWord(b);
        };
    }

    private static boolean isWord(byte b) {
        return (b >= 'a' && b <= 'z')
                || (b >= 'A' && b <= 'Z')
                || (b >= '0' && b <= '9')
                || b == '_'
                || b == '-'
                || b == '.'
                || b == '/';
    }

    private void quoted() {
        int close = closingQuote(position);
        builder.value(new Node.Text(strings.get(bytes, position + 1, close), line, column()));
        position = close + 1;
    }

    /** The end of a quoted text without escapes. */
    private int closingQuote(int open) {
        byte quote = bytes[open];
        int p = open + 1;
        while (p < end && bytes[p] != quote) {
            if (bytes[p] < ' ' || bytes[p] == 127 || (bytes[p] == '\\' && quote == '"')) {
                throw new GiveUp();
            }
            p++;
        }
        if (p >= end || (quote == '\'' && p + 1 < end && bytes[p + 1] == '\'')) {
            throw new GiveUp();
        }
        return p;
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
                next = next == close ? giveUp() : next;
            } else if (next != close) {
                throw new GiveUp();
            }
        }
        position++;
        builder.end();
        depth--;
    }

    private static byte giveUp() {
        throw new GiveUp();
    }

    private byte skipSpaces() {
        while (position < end && bytes[position] == ' ') {
            position++;
        }
        return position < end ? bytes[position] : giveUp();
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

    /** A colon inside a word, as in the name of an image. */
    private boolean isInnerColon(int p, int from) {
        return bytes[p] == ':' && p > from && p + 1 < end && isWord(bytes[p + 1]);
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
