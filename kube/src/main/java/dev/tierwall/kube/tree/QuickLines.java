package dev.tierwall.kube.tree;

/** The bytes of a document in the plain form, line by line: where content starts, and which shapes stand there. */
class QuickLines {

    /** Gives up, without a trace: it is a common outcome, not a failure. */
    static final class GiveUp extends RuntimeException {
        private static final long serialVersionUID = 1;

        GiveUp() {
            super("", null, false, false);
        }
    }

    private static final int MAX_KEY = 500;

    /** The indentation of what comes after the last line. */
    static final int END = -1;

    final byte[] bytes;
    final int end;
    int position;
    int line;
    int lineStart;

    /** Whether the text in quotes that was looked at last has doubled quotes or escapes. */
    boolean escapes;

    /** The indentation of the content that the position is at; {@link #END} after the last. */
    int indent;

    QuickLines(Block block) {
        this.bytes = block.bytes();
        this.position = block.from();
        this.lineStart = block.from();
        this.end = block.to();
        this.line = block.line();
    }

    /** From the start of a line to the first line that is neither blank nor a comment. */
    final void toContent() {
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

    final boolean startsDocument(int p) {
        return p == lineStart && p + 2 < end && bytes[p] == '-' && bytes[p + 1] == '-' && bytes[p + 2] == '-';
    }

    final boolean isLineEnd(int p) {
        return p == end || bytes[p] == '\n' || (bytes[p] == '\r' && p + 1 < end && bytes[p + 1] == '\n');
    }

    final void breakLine() {
        position += bytes[position] == '\r' ? 2 : 1;
        line++;
    }

    /** Skips a comment, and looks at its bytes, since not every one may stand in YAML. */
    final void comment() {
        while (!isLineEnd(position)) {
            byte b = bytes[position];
            if ((b < ' ' && b != '\t') || b == 127) {
                throw new GiveUp();
            }
            position++;
        }
    }

    /** Requires that nothing but a comment is left on this line, and goes on to the next content. */
    final void nextLine() {
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
    final boolean atLineEnd() {
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

    final boolean isBlank(int p) {
        return p >= end || bytes[p] == ' ' || bytes[p] == '\n' || bytes[p] == '\r';
    }

    final boolean atDash() {
        return bytes[position] == '-' && isBlank(position + 1);
    }

    final int column() {
        return position - lineStart + 1;
    }

    /** The position of the colon that ends a key, or -1 if no key starts here. */
    final int keyEnd() {
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

    static boolean mayStartPlain(byte b) {
        return switch (b) {
            case '_', '.', '/', '+', '-', '$', '(', ')', '=', ';', '^', '~', '<' -> true;
            default -> isWord(b);
        };
    }

    static boolean isWord(byte b) {
        return (b >= 'a' && b <= 'z')
                || (b >= 'A' && b <= 'Z')
                || (b >= '0' && b <= '9')
                || b == '_'
                || b == '-'
                || b == '.'
                || b == '/';
    }

    /** The end of a quoted text; sets {@link #escapes}. */
    final int closingQuote(int open) {
        byte quote = bytes[open];
        int p = open + 1;
        escapes = false;
        while (p < end && (bytes[p] != quote || isDoubled(p, quote))) {
            if (bytes[p] < ' ' || bytes[p] == 127) {
                throw new GiveUp();
            }
            if (bytes[p] == quote || (bytes[p] == '\\' && quote == '"')) {
                escapes = true;
                p++;
            }
            p++;
        }
        if (p >= end) {
            throw new GiveUp();
        }
        return p;
    }

    private boolean isDoubled(int p, byte quote) {
        return quote == '\'' && p + 1 < end && bytes[p + 1] == quote;
    }

    /** The meaning of a quoted text with doubled quotes, or with the few escapes that are common. */
    static String unescaped(String text, byte quote) {
        if (quote == '\'') {
            return text.replace("''", "'");
        }
        StringBuilder out = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c != '\\') {
                out.append(c);
                continue;
            }
            switch (text.charAt(++i)) {
                case 'n' -> out.append('\n');
                case 't' -> out.append('\t');
                case '"' -> out.append('"');
                case '\\' -> out.append('\\');
                default -> throw new GiveUp();
            }
        }
        return out.toString();
    }

    /**
     * The text of a literal block scalar whose header the position is at, inside a block of indentation {@code own}. Goes on
     * to the content after it.
     */
    final String literalText(int own) {
        position++;
        byte chomping = position < end ? bytes[position] : 0;
        position += chomping == '-' || chomping == '+' ? 1 : 0;
        if (!atLineEnd() || position == end) {
            throw new GiveUp();
        }
        breakLine();
        StringBuilder text = new StringBuilder();
        int width = 0;
        int blank = 0;
        while (position < end) {
            int spaces = 0;
            while (position + spaces < end && bytes[position + spaces] == ' ') {
                spaces++;
            }
            boolean empty = isLineEnd(position + spaces);
            if (!empty && width == 0) {
                if (bytes[position + spaces] == '\t') {
                    throw new GiveUp();
                }
                width = spaces;
            }
            if (!empty && (width <= own || spaces < width)) {
                break;
            }
            if (empty && spaces > width) {
                throw new GiveUp();
            }
            blank = empty ? blank + 1 : 0;
            contentLine(empty ? spaces : width, text);
        }
        if (width <= own || text.length() == blank) {
            throw new GiveUp();
        }
        toContent();
        return chomped(text, chomping, blank);
    }

    /** Takes over one line of a block scalar, without its indentation. */
    private void contentLine(int skipped, StringBuilder text) {
        position += skipped;
        while (!isLineEnd(position)) {
            byte b = bytes[position++];
            if ((b < ' ' && b != '\t') || b == 127) {
                throw new GiveUp();
            }
            text.append((char) b);
        }
        if (position == end) {
            throw new GiveUp();
        }
        text.append('\n');
        breakLine();
    }

    private static String chomped(StringBuilder text, byte chomping, int blank) {
        if (chomping == '+') {
            return text.toString();
        }
        return text.substring(0, text.length() - blank - (chomping == '-' ? 1 : 0));
    }

    final byte skipSpaces() {
        while (position < end && bytes[position] == ' ') {
            position++;
        }
        if (position == end) {
            throw new GiveUp();
        }
        return bytes[position];
    }

    /** A colon inside a word, as in the name of an image. */
    final boolean isInnerColon(int p, int from) {
        return bytes[p] == ':' && p > from && p + 1 < end && isWord(bytes[p + 1]);
    }
}
