package dev.tierwall.cli.report.graph;

import java.util.List;
import java.util.Optional;

/**
 * Who can connect to whom, as a picture: parties of one namespace that connect alike are one vertex.
 *
 * @param title what it shows, in a line
 * @param clusters the frames around vertices, namespaces in order
 * @param vertices the parties
 * @param edges what they may open
 */
record Graph(String title, List<String> clusters, List<Vertex> vertices, List<Edge> edges) {

    /**
     * One box.
     *
     * @param lines its text
     * @param cluster the number of the frame that it stands in, if in one
     * @param outside whether it is not in the cluster
     */
    record Vertex(List<String> lines, Optional<Integer> cluster, boolean outside) {
        Vertex {
            lines = List.copyOf(lines);
        }
    }

    /**
     * One arrow.
     *
     * @param from the number of the vertex that opens connections
     * @param to the number of the vertex that accepts them
     * @param label what may be opened
     */
    record Edge(int from, int to, String label) {}

    Graph {
        clusters = List.copyOf(clusters);
        vertices = List.copyOf(vertices);
        edges = List.copyOf(edges);
    }
}
