package dev.tierwall.cli.report.rows;

import dev.tierwall.cli.output.DecisionTree;
import dev.tierwall.cli.output.Tree;
import dev.tierwall.core.connectivity.Party;
import dev.tierwall.core.model.Direction;
import dev.tierwall.core.net.IpFamily;
import java.util.List;
import java.util.Optional;

/** The reasons of a row as part of a tree: for each side which rule decides which connections. */
final class ReasonsTree {

    private final Reasoning reasoning;
    private final DecisionTree decisions;
    private final Tree tree;

    ReasonsTree(Reasoning reasoning, Tree tree) {
        this.reasoning = reasoning;
        this.decisions = new DecisionTree(reasoning.words().rules());
        this.tree = tree;
    }

    void write(Party source, Party destination, Optional<IpFamily> only) {
        tree.name("reasons");
        tree.beginObject();
        for (Direction direction : List.of(Direction.EGRESS, Direction.INGRESS)) {
            tree.name(direction.label());
            tree.beginArray();
            for (Reasoning.Because because : reasoning.of(source, destination, only, direction)) {
                tree.beginObject();
                Pieces.ports("ports", because.reason().connections(), tree);
                JsonParts.otherProtocols(because.reason().connections())
                        .ifPresent(others -> tree.field("otherProtocols", others));
                tree.field("allowed", because.reason().allowed());
                tree.field("reason", reasoning.sentence(because, direction));
                tree.name("decision");
                decisions.decision(because.reason().decision(), tree);
                tree.end();
            }
            tree.end();
        }
        tree.end();
    }
}
