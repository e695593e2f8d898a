package dev.tierwall.cli.report.graph;

import dev.tierwall.cli.frame.DataWriter;
import dev.tierwall.cli.report.graph.Graph.Edge;
import dev.tierwall.cli.report.graph.Graph.Vertex;
import dev.tierwall.cli.report.rows.ListWriter;
import dev.tierwall.cli.report.rows.Listing;

/** A list as a Mermaid flowchart, which many wikis and forges draw in Markdown. */
public final class MermaidGraph implements ListWriter {

    @Override
    public void write(Listing listing, DataWriter out) {
        Graph graph = GraphDrawing.of(listing);
        out.println("flowchart LR");
        for (int cluster = 0; cluster < graph.clusters().size(); cluster++) {
            out.println("  subgraph c" + cluster + "[" + quoted(graph.clusters().get(cluster)) + "]");
            for (int vertex = 0; vertex < graph.vertices().size(); vertex++) {
                if (graph.vertices().get(vertex).cluster().orElse(-1) == cluster) {
                    out.println("    " + node(graph.vertices().get(vertex), vertex));
                }
            }
            out.println("  end");
        }
        for (int vertex = 0; vertex < graph.vertices().size(); vertex++) {
            if (graph.vertices().get(vertex).cluster().isEmpty()) {
                out.println("  " + node(graph.vertices().get(vertex), vertex));
            }
        }
        for (Edge edge : graph.edges()) {
            out.println("  n" + edge.from() + " -->|" + quoted(edge.label()) + "| n" + edge.to());
        }
    }

    private static String node(Vertex vertex, int number) {
        StringBuilder label = new StringBuilder();
        for (String line : vertex.lines()) {
            label.append(label.isEmpty() ? "" : "<br>").append(escaped(line));
        }
        return vertex.outside() ? "n" + number + "([\"" + label + "\"])" : "n" + number + "[\"" + label + "\"]";
    }

    private static String quoted(String text) {
        return '"' + escaped(text) + '"';
    }

    /** Whatever could end a text or be taken for markup is written as an entity. */
    private static String escaped(String text) {
        StringBuilder out = new StringBuilder(text.length() + 8);
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (Character.isLetterOrDigit(c) || " ./-_,:;()".indexOf(c) >= 0) {
                out.append(c);
            } else {
                out.append('#').append((int) c).append(';');
            }
        }
        return out.toString();
    }
}
