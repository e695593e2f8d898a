package dev.tierwall.kube.tree;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Reads the documents of a block, each for itself, so that a broken one hides no other. Documents are separated as
 * kubectl does: by lines that start with {@code ---}, whatever the document before says.
 */
public final class Documents {

    /** Above this size a document is not turned into one string first. */
    private static final int LARGE = 4 << 20;

    private final TreeSink sink;
    private final Problems problems;
    private final StringTable strings = new StringTable();

    public Documents(TreeSink sink, Problems problems) {
        this.sink = sink;
        this.problems = problems;
    }

    /** Reads all documents of the block into the sink. */
    public void read(Block block) {
        TreeBuilder builder = new TreeBuilder(sink, problems);
        int position = block.from();
        int line = block.line();
        while (position < block.to()) {
            int from = position;
            if (isSeparator(block, position)) {
                int next = lineAfter(block, position);
                if (isWholeSeparator(block, position, next, line)) {
                    position = next;
                    line++;
                    continue;
                }
                from = next;
            }
            builder.begin();
            QuickYaml quick = new QuickYaml(block.part(position, block.to(), line), builder, strings);
            if (from == position && quick.read()) {
                builder.finish();
                position = quick.position();
                line = quick.line();
            } else {
                builder.restart();
                Block document = block.part(position, documentEnd(block, from), line);
                full(document, builder);
                position = document.to();
                line += linesIn(document);
            }
        }
    }

    private static boolean isSeparator(Block block, int position) {
        byte[] bytes = block.bytes();
        return position + 2 < block.to()
                && bytes[position] == '-'
                && bytes[position + 1] == '-'
                && bytes[position + 2] == '-';
    }

    /**
     * Whether a line that starts with {@code ---} is nothing but a separator. False if YAML would start a document on the
     * rest of the line, which kubectl refuses.
     */
    private boolean isWholeSeparator(Block block, int from, int to, int line) {
        int p = from + 3;
        while (p < to && isSpace(block.bytes()[p])) {
            p++;
        }
        if (p == to || block.bytes()[p] == '#') {
            return true;
        }
        problems.error(
                problems.at(line, 1),
                "a line that starts with `---` has more on it than the separator",
                "leave `---` alone on its line: kubectl stops reading the file here");
        return p == from + 3;
    }

    private static boolean isSpace(byte b) {
        return b == ' ' || b == '\t' || b == '\r' || b == '\n';
    }

    private static int lineAfter(Block block, int position) {
        int p = position;
        while (p < block.to()) {
            if (block.bytes()[p++] == '\n') {
                return p;
            }
        }
        return p;
    }

    private static int documentEnd(Block block, int position) {
        int p = position;
        while (p < block.to() && !isSeparator(block, p)) {
            p = lineAfter(block, p);
        }
        return p;
    }

    private static int linesIn(Block document) {
        int lines = 0;
        for (int i = document.from(); i < document.to(); i++) {
            lines += document.bytes()[i] == '\n' ? 1 : 0;
        }
        return lines;
    }

    private void full(Block document, TreeBuilder builder) {
        Utf8.check(document, problems);
        int content = content(document);
        if (content == document.to() || isLoneEndMark(document, content)) {
            return;
        }
        byte first = document.bytes()[content];
        boolean json = first == '{';
        UnreadableException broken = json ? readJson(document, builder) : readYaml(document, builder);
        if (broken != null && json && builder.nothingFinished()) {
            builder.restart();
            broken = readYaml(document, builder) == null ? null : broken;
        }
        if (broken == null) {
            return;
        }
        if (Utf8.find(document, "{{") >= 0) {
            builder.restart();
            problems.note(
                    problems.at(document.line(), 1),
                    "not read: this is a template, not a manifest",
                    "render it first and read the result, as in `helm template CHART | tierwall … -f -`");
            return;
        }
        if (first == '%') {
            problems.error(
                    problems.at(document.line(), 1),
                    "a directive stands before the `---`",
                    "remove the line: kubectl does not read files with %YAML or %TAG");
            return;
        }
        broken.reportTo(problems);
        builder.abandon();
    }

    private @Nullable UnreadableException readYaml(Block document, TreeBuilder builder) {
        if (document.to() - document.from() >= LARGE) {
            return readYaml(document, builder, "");
        }
        String text = lines(document);
        UnreadableException broken = readYaml(document, builder, text);
        if (broken != null && EmptyScalars.areMeantBy(broken.problem())) {
            builder.restart();
            return readYaml(document, builder, EmptyScalars.shortened(text));
        }
        return broken;
    }

    private @Nullable UnreadableException readYaml(Block document, TreeBuilder builder, String text) {
        try {
            Reader reader = text.isEmpty() ? reader(document) : new StringReader(text);
            TabRules tabs = TabRules.of(text, document.line());
            new YamlReader(builder, problems, document.line(), tabs).read(reader);
            builder.finish();
            return null;
        } catch (UnreadableException.NotText broken) {
            return Utf8.notText(document, broken.position(), broken.codePoint());
        } catch (UnreadableException broken) {
            return broken;
        }
    }

    private @Nullable UnreadableException readJson(Block document, TreeBuilder builder) {
        try {
            new JsonReader(builder, document.line(), true).read(reader(document));
            return null;
        } catch (UnreadableException broken) {
            return broken;
        } catch (IOException impossible) {
            throw new UncheckedIOException("reading from memory failed", impossible);
        }
    }

    /** Where the first byte stands that is neither blank nor part of a comment line. */
    private static int content(Block document) {
        byte[] bytes = document.bytes();
        int p = document.from();
        while (p < document.to()) {
            if (bytes[p] == '#') {
                p = lineAfter(document, p);
            } else if (isSpace(bytes[p])) {
                p++;
            } else {
                return p;
            }
        }
        return p;
    }

    /** Whether three dots are all that the document has. */
    private static boolean isLoneEndMark(Block document, int position) {
        byte[] bytes = document.bytes();
        return position + 2 < document.to()
                && bytes[position] == '.'
                && bytes[position + 1] == '.'
                && bytes[position + 2] == '.'
                && content(document.part(position + 3, document.to(), 0)) == document.to();
    }

    /** The text, in which the line ends that only old YAML knows are line ends, as they are to kubectl. */
    private static String lines(Block document) {
        String text =
                new String(document.bytes(), document.from(), document.to() - document.from(), StandardCharsets.UTF_8);
        boolean ascii = text.indexOf('\u2028') < 0 && text.indexOf('\u2029') < 0 && text.indexOf('\u0085') < 0;
        return ascii
                ? text
                : text.replace('\u2028', '\n').replace('\u2029', '\n').replace('\u0085', '\n');
    }

    private static Reader reader(Block document) {
        return new InputStreamReader(
                new ByteArrayInputStream(document.bytes(), document.from(), document.to() - document.from()),
                StandardCharsets.UTF_8);
    }
}
