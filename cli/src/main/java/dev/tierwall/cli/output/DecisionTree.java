package dev.tierwall.cli.output;

import dev.tierwall.core.model.Policy;
import dev.tierwall.core.policy.Origin;
import dev.tierwall.core.verdict.Explanation.Decision;
import dev.tierwall.core.words.RuleWords;

/** Which rule decided, as part of a tree. */
public final class DecisionTree {
    private final RuleWords rules;

    public DecisionTree(RuleWords rules) {
        this.rules = rules;
    }

    /** The rule, or what took the place of one. */
    public void decision(Decision decision, Tree tree) {
        tree.beginObject();
        tree.field("tier", decision.tier().label());
        switch (decision.origin()) {
            case Origin.Written written -> {
                tree.field("by", "rule");
                rule(written, decision.peer(), tree);
                tree.field("location", decision.location());
            }
            case Origin.Isolation ignored -> tree.field("by", "isolation");
            case Origin.Default ignored -> tree.field("by", "default");
            case Origin.Itself ignored -> tree.field("by", "itself");
            case Origin.OwnNode(String node) -> {
                tree.field("by", "ownNode");
                tree.field("node", node);
            }
            case Origin.Outside ignored -> tree.field("by", "outside");
        }
        tree.end();
    }

    /** The fields that name a written rule. */
    public void rule(Origin.Written written, int peer, Tree tree) {
        tree.field("policy", written.policy());
        tree.field("direction", written.direction().label());
        tree.field("rule", written.rule());
        if (!written.name().isEmpty()) {
            tree.field("ruleName", written.name());
        }
        if (peer > 0) {
            tree.field("peer", peer);
        }
        rules.written(written).map(Policy.Rule::action).ifPresent(action -> tree.field("action", action.label()));
    }
}
