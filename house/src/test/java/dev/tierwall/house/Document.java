package dev.tierwall.house;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.commonmark.ext.gfm.tables.TableCell;
import org.commonmark.ext.gfm.tables.TableHead;
import org.commonmark.ext.gfm.tables.TableRow;
import org.commonmark.ext.gfm.tables.TablesExtension;
import org.commonmark.node.AbstractVisitor;
import org.commonmark.node.Code;
import org.commonmark.node.CustomNode;
import org.commonmark.node.FencedCodeBlock;
import org.commonmark.node.Heading;
import org.commonmark.node.HtmlBlock;
import org.commonmark.node.HtmlInline;
import org.commonmark.node.Image;
import org.commonmark.node.Link;
import org.commonmark.node.Node;
import org.commonmark.node.Text;
import org.commonmark.parser.IncludeSourceSpans;
import org.commonmark.parser.Parser;

/** A Markdown file of the repository, as a reader meets it: its links, its headings, its code and its tables. */
final class Document {
    /** A block between fences: the word after the opening fence, the text, and the line that it begins in. */
    record Fence(String language, String text, int line) {}

    /** A cell of a table: its text, and of that what stands between backticks. */
    record Cell(String text, List<String> code) {}

    private static final Parser PARSER = Parser.builder()
            .extensions(List.of(TablesExtension.create()))
            .includeSourceSpans(IncludeSourceSpans.BLOCKS)
            .build();
    private static final Pattern HTML_LINK = Pattern.compile("(?:src|href|srcset)=\"([^\"\\s]+)");
    private static final Pattern HTML_ANCHOR = Pattern.compile("(?:id|name)=\"([^\"]+)\"");

    final Path file;
    final List<String> links = new ArrayList<>();
    final Set<String> anchors = new LinkedHashSet<>();
    final List<Fence> fences = new ArrayList<>();

    /** The rows of all tables, without their heads. */
    final List<List<Cell>> rows = new ArrayList<>();

    private Document(Path file) {
        this.file = file;
    }

    static List<Document> all() {
        return Checkout.filesEndingWith(".md").stream().map(Document::read).toList();
    }

    static Document read(Path file) {
        return parse(file, Checkout.read(file));
    }

    static Document parse(Path file, String markdown) {
        Document document = new Document(file);
        PARSER.parse(markdown).accept(document.new Reader());
        return document;
    }

    private final class Reader extends AbstractVisitor {
        private final Map<String, Integer> timesUsed = new HashMap<>();

        @Override
        public void visit(Link link) {
            links.add(link.getDestination());
            visitChildren(link);
        }

        @Override
        public void visit(Image image) {
            links.add(image.getDestination());
            visitChildren(image);
        }

        @Override
        public void visit(HtmlBlock html) {
            readHtml(html.getLiteral());
        }

        @Override
        public void visit(HtmlInline html) {
            readHtml(html.getLiteral());
        }

        @Override
        public void visit(Heading heading) {
            // As GitHub makes anchors: letters, digits, _ and - remain, spaces become -, a repeated one is numbered.
            String slug = text(heading)
                    .toLowerCase(Locale.ROOT)
                    .replaceAll("[^\\p{L}\\p{N}\\p{M}_\\- ]", "")
                    .replace(' ', '-');
            int earlier = timesUsed.merge(slug, 1, Integer::sum) - 1;
            anchors.add(earlier == 0 ? slug : slug + "-" + earlier);
            visitChildren(heading);
        }

        @Override
        public void visit(FencedCodeBlock block) {
            int line = block.getSourceSpans().getFirst().getLineIndex() + 1;
            fences.add(new Fence(block.getInfo() == null ? "" : block.getInfo(), block.getLiteral(), line));
        }

        @Override
        public void visit(CustomNode node) {
            if (node instanceof TableRow row && !(row.getParent() instanceof TableHead)) {
                List<Cell> cells = new ArrayList<>();
                for (Node cell = row.getFirstChild(); cell instanceof TableCell; cell = cell.getNext()) {
                    cells.add(new Cell(text(cell), code(cell)));
                }
                rows.add(cells);
            }
            visitChildren(node);
        }

        private void readHtml(String html) {
            HTML_LINK
                    .matcher(html)
                    .results()
                    .map((MatchResult link) -> link.group(1))
                    .forEach(links::add);
            HTML_ANCHOR
                    .matcher(html)
                    .results()
                    .map((MatchResult id) -> id.group(1))
                    .forEach(anchors::add);
        }
    }

    private static String text(Node node) {
        StringBuilder text = new StringBuilder();
        node.accept(new AbstractVisitor() {
            @Override
            public void visit(Text part) {
                text.append(part.getLiteral());
            }

            @Override
            public void visit(Code part) {
                text.append(part.getLiteral());
            }
        });
        return text.toString();
    }

    private static List<String> code(Node node) {
        List<String> code = new ArrayList<>();
        node.accept(new AbstractVisitor() {
            @Override
            public void visit(Code part) {
                code.add(part.getLiteral());
            }
        });
        return code;
    }
}
