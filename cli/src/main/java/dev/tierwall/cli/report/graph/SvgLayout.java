package dev.tierwall.cli.report.graph;

import dev.tierwall.cli.report.graph.Graph.Edge;
import dev.tierwall.cli.report.graph.Graph.Vertex;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import org.eclipse.elk.alg.layered.options.LayeredOptions;
import org.eclipse.elk.core.RecursiveGraphLayoutEngine;
import org.eclipse.elk.core.math.ElkPadding;
import org.eclipse.elk.core.options.CoreOptions;
import org.eclipse.elk.core.options.Direction;
import org.eclipse.elk.core.options.EdgeLabelPlacement;
import org.eclipse.elk.core.options.EdgeRouting;
import org.eclipse.elk.core.options.HierarchyHandling;
import org.eclipse.elk.core.options.NodeLabelPlacement;
import org.eclipse.elk.core.util.BasicProgressMonitor;
import org.eclipse.elk.graph.ElkEdge;
import org.eclipse.elk.graph.ElkLabel;
import org.eclipse.elk.graph.ElkNode;
import org.eclipse.elk.graph.util.ElkGraphUtil;

/** Places the boxes, frames and arrows of a picture with the layered algorithm of the Eclipse Layout Kernel. */
final class SvgLayout {

    static final double FONT = 12;
    static final double SMALL = 10;
    static final double LINE = 16;

    /** A generous width of a character of a sans-serif font, as a part of its size. */
    private static final double WIDTH = 0.62;

    private final ElkNode root = ElkGraphUtil.createGraph();
    private final List<ElkNode> frames = new ArrayList<>();
    private final List<ElkNode> boxes = new ArrayList<>();
    private final List<ElkEdge> arrows = new ArrayList<>();

    SvgLayout(Graph graph) {
        root.setProperty(CoreOptions.ALGORITHM, LayeredOptions.ALGORITHM_ID);
        root.setProperty(CoreOptions.DIRECTION, Direction.RIGHT);
        root.setProperty(CoreOptions.HIERARCHY_HANDLING, HierarchyHandling.INCLUDE_CHILDREN);
        root.setProperty(CoreOptions.EDGE_ROUTING, EdgeRouting.ORTHOGONAL);
        root.setProperty(CoreOptions.SPACING_NODE_NODE, 24.0);
        root.setProperty(CoreOptions.SPACING_EDGE_LABEL, 3.0);
        root.setProperty(LayeredOptions.SPACING_NODE_NODE_BETWEEN_LAYERS, 48.0);
        for (String cluster : graph.clusters()) {
            ElkNode frame = ElkGraphUtil.createNode(root);
            frame.setProperty(CoreOptions.PADDING, new ElkPadding(LINE + 16, 16, 16, 16));
            frame.setProperty(
                    CoreOptions.NODE_LABELS_PLACEMENT,
                    EnumSet.of(NodeLabelPlacement.INSIDE, NodeLabelPlacement.V_TOP, NodeLabelPlacement.H_LEFT));
            label(ElkGraphUtil.createLabel(cluster, frame), FONT);
            frames.add(frame);
        }
        for (Vertex vertex : graph.vertices()) {
            ElkNode box = ElkGraphUtil.createNode(
                    vertex.cluster().isPresent() ? frames.get(vertex.cluster().get()) : root);
            double longest =
                    vertex.lines().stream().mapToInt(String::length).max().orElse(1);
            box.setDimensions(longest * FONT * WIDTH + 24, vertex.lines().size() * LINE + 14);
            boxes.add(box);
        }
        for (Edge edge : graph.edges()) {
            ElkEdge arrow = ElkGraphUtil.createSimpleEdge(boxes.get(edge.from()), boxes.get(edge.to()));
            ElkLabel text = ElkGraphUtil.createLabel(edge.label(), arrow);
            text.setProperty(CoreOptions.EDGE_LABELS_PLACEMENT, EdgeLabelPlacement.CENTER);
            label(text, SMALL);
            arrows.add(arrow);
        }
        new RecursiveGraphLayoutEngine().layout(root, new BasicProgressMonitor());
    }

    private static void label(ElkLabel label, double size) {
        label.setDimensions(label.getText().length() * size * WIDTH + 4, size + 4);
    }

    double width() {
        return root.getWidth();
    }

    double height() {
        return root.getHeight();
    }

    List<ElkNode> frames() {
        return frames;
    }

    List<ElkNode> boxes() {
        return boxes;
    }

    List<ElkEdge> arrows() {
        return arrows;
    }

    /** How far right the inside of a node begins, seen from the whole picture. */
    static double left(ElkNode node) {
        return node.getParent() == null ? 0 : node.getX() + left(node.getParent());
    }

    /** How far down the inside of a node begins, seen from the whole picture. */
    static double top(ElkNode node) {
        return node.getParent() == null ? 0 : node.getY() + top(node.getParent());
    }
}
