package dev.tierwall.cli.report.graph;

import dev.tierwall.cli.frame.DataWriter;
import dev.tierwall.cli.report.graph.Graph.Vertex;
import dev.tierwall.cli.report.rows.ListWriter;
import dev.tierwall.cli.report.rows.Listing;
import java.util.List;
import java.util.Locale;
import org.eclipse.elk.graph.ElkBendPoint;
import org.eclipse.elk.graph.ElkEdge;
import org.eclipse.elk.graph.ElkEdgeSection;
import org.eclipse.elk.graph.ElkLabel;
import org.eclipse.elk.graph.ElkNode;

/** A list as a picture that stands by itself: no script, no font, no link; readable on light and on dark ground. */
public final class SvgGraph implements ListWriter {

    private static final String STYLE = """
              text { font: 12px sans-serif; fill: #1b1f24; }
              .frame { fill: #f4f6f8; stroke: #aab2bd; }
              .frame-name { font-weight: bold; }
              .box { fill: #ffffff; stroke: #3b6ea8; stroke-width: 1.4; }
              .outside { stroke: #8a6d1d; stroke-dasharray: 5 3; }
              .arrow { fill: none; stroke: #57606a; stroke-width: 1.2; }
              .head { fill: #57606a; }
              .ports { font-size: 10px; paint-order: stroke; stroke: #ffffff; stroke-width: 3px; }
              @media (prefers-color-scheme: dark) {
                text { fill: #e6e9ed; }
                .frame { fill: #20262d; stroke: #4b5560; }
                .box { fill: #14181d; stroke: #7fb0e6; }
                .outside { stroke: #d9b64a; }
                .arrow { stroke: #aab2bd; }
                .head { fill: #aab2bd; }
                .ports { stroke: #14181d; }
              }
            """;

    @Override
    public void write(Listing listing, DataWriter out) {
        Graph graph = GraphDrawing.of(listing);
        SvgLayout layout = new SvgLayout(graph);
        out.println("<svg xmlns=\"http://www.w3.org/2000/svg\" role=\"img\" aria-labelledby=\"title description\""
                + at(" width", layout.width()) + at(" height", layout.height()) + " viewBox=\"0 0 "
                + number(layout.width()) + " " + number(layout.height()) + "\">");
        out.println("<title id=\"title\">" + escaped(graph.title()) + "</title>");
        out.println("<desc id=\"description\">" + escaped(description(graph)) + "</desc>");
        out.print("<style>\n" + STYLE + "</style>\n");
        out.println("<defs><marker id=\"head\" viewBox=\"0 0 8 8\" refX=\"7\" refY=\"4\" markerWidth=\"8\""
                + " markerHeight=\"8\" orient=\"auto\"><path class=\"head\" d=\"M0,0 L8,4 L0,8 z\"/></marker></defs>");
        layout.frames().forEach(frame -> frame(frame, out));
        layout.arrows().forEach(arrow -> arrow(arrow, out));
        for (int i = 0; i < graph.vertices().size(); i++) {
            box(graph.vertices().get(i), layout.boxes().get(i), out);
        }
        layout.arrows().forEach(arrow -> ports(arrow, out));
        out.println("</svg>");
    }

    /** The picture in words, for those who cannot see it. */
    private static String description(Graph graph) {
        StringBuilder words = new StringBuilder();
        graph.edges()
                .forEach(edge -> words.append(words.isEmpty() ? "" : "; ")
                        .append(name(graph, graph.vertices().get(edge.from())))
                        .append(" to ")
                        .append(name(graph, graph.vertices().get(edge.to())))
                        .append(": ")
                        .append(edge.label()));
        return words.toString();
    }

    private static String name(Graph graph, Vertex vertex) {
        String frame = vertex.cluster()
                .map(graph.clusters()::get)
                .map(name -> name + "/")
                .orElse("");
        return frame + String.join(", ", vertex.lines());
    }

    private static void frame(ElkNode frame, DataWriter out) {
        out.println("<rect class=\"frame\" rx=\"6\"" + area(frame) + "/>");
        for (ElkLabel label : frame.getLabels()) {
            text("frame-name", SvgLayout.left(frame) + 12, SvgLayout.top(frame) + 20, label.getText(), out);
        }
    }

    private static void box(Vertex vertex, ElkNode box, DataWriter out) {
        out.println("<rect class=\"box" + (vertex.outside() ? " outside" : "") + "\" rx=\"4\"" + area(box) + "/>");
        List<String> lines = vertex.lines();
        for (int i = 0; i < lines.size(); i++) {
            double down = SvgLayout.top(box) + 7 + SvgLayout.LINE * i + SvgLayout.FONT;
            text("", SvgLayout.left(box) + 12, down, lines.get(i), out);
        }
    }

    private static void arrow(ElkEdge arrow, DataWriter out) {
        double left = SvgLayout.left(arrow.getContainingNode());
        double top = SvgLayout.top(arrow.getContainingNode());
        for (ElkEdgeSection section : arrow.getSections()) {
            StringBuilder path =
                    new StringBuilder("M").append(point(left + section.getStartX(), top + section.getStartY()));
            for (ElkBendPoint bend : section.getBendPoints()) {
                path.append(" L").append(point(left + bend.getX(), top + bend.getY()));
            }
            path.append(" L").append(point(left + section.getEndX(), top + section.getEndY()));
            out.println("<path class=\"arrow\" marker-end=\"url(#head)\" d=\"" + path + "\"/>");
        }
    }

    private static void ports(ElkEdge arrow, DataWriter out) {
        double left = SvgLayout.left(arrow.getContainingNode());
        double top = SvgLayout.top(arrow.getContainingNode());
        for (ElkLabel label : arrow.getLabels()) {
            text("ports", left + label.getX() + 2, top + label.getY() + SvgLayout.SMALL, label.getText(), out);
        }
    }

    private static void text(String style, double x, double y, String text, DataWriter out) {
        String marked = style.isEmpty() ? "" : " class=\"" + style + "\"";
        out.println("<text" + marked + at(" x", x) + at(" y", y) + ">" + escaped(text) + "</text>");
    }

    private static String area(ElkNode node) {
        return at(" x", SvgLayout.left(node))
                + at(" y", SvgLayout.top(node))
                + at(" width", node.getWidth())
                + at(" height", node.getHeight());
    }

    private static String at(String name, double value) {
        return name + "=\"" + number(value) + "\"";
    }

    private static String point(double x, double y) {
        return number(x) + "," + number(y);
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.1f", value);
    }

    /** Text for XML: what is markup becomes an entity, and what XML cannot hold a mark. */
    private static String escaped(String text) {
        StringBuilder out = new StringBuilder(text.length() + 8);
        text.codePoints().forEach(c -> {
            switch (c) {
                case '&' -> out.append("&amp;");
                case '<' -> out.append("&lt;");
                case '>' -> out.append("&gt;");
                case '"' -> out.append("&quot;");
                default -> out.appendCodePoint(isText(c) ? c : '\uFFFD');
            }
        });
        return out.toString();
    }

    private static boolean isText(int c) {
        return (c >= ' ' && c < 0xd800 && c != 127) || (c >= 0xe000 && c < 0xfffe) || c >= 0x10000;
    }
}
