package dev.tierwall.cli.report.graph;

import dev.tierwall.cli.frame.DataWriter;
import dev.tierwall.cli.report.graph.Graph.Edge;
import dev.tierwall.cli.report.graph.Graph.Vertex;
import dev.tierwall.cli.report.rows.ListWriter;
import dev.tierwall.cli.report.rows.Listing;

/** A list in the language of Graphviz. */
public final class DotGraph implements ListWriter {

    @Override
    public void write(Listing listing, DataWriter out) {
        Graph graph = GraphDrawing.of(listing);
        out.println("digraph connections {");
        out.println("  label=" + quoted(graph.title()) + ";");
        out.println("  rankdir=LR;");
        out.println("  node [shape=box, fontname=\"sans-serif\"];");
        out.println("  edge [fontname=\"sans-serif\", fontsize=10];");
        for (int cluster = 0; cluster < graph.clusters().size(); cluster++) {
            out.println("  subgraph cluster_" + cluster + " {");
            out.println("    label=" + quoted(graph.clusters().get(cluster)) + ";");
            for (int vertex = 0; vertex < graph.vertices().size(); vertex++) {
                if (graph.vertices().get(vertex).cluster().orElse(-1) == cluster) {
                    out.println("    " + node(graph.vertices().get(vertex), vertex));
                }
            }
            out.println("  }");
        }
        for (int vertex = 0; vertex < graph.vertices().size(); vertex++) {
            if (graph.vertices().get(vertex).cluster().isEmpty()) {
                out.println("  " + node(graph.vertices().get(vertex), vertex));
            }
        }
        for (Edge edge : graph.edges()) {
            out.println("  n" + edge.from() + " -> n" + edge.to() + " [label=" + quoted(edge.label()) + "];");
        }
        out.println("}");
    }

    private static String node(Vertex vertex, int number) {
        String shape = vertex.outside() ? ", shape=ellipse, style=dashed" : "";
        return "n" + number + " [label=" + quoted(String.join("\n", vertex.lines())) + shape + "];";
    }

    /** A quoted string, in which backslashes begin escapes and line ends are written as one. */
    private static String quoted(String text) {
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n") + '"';
    }
}
