package dev.tierwall.core.words;

import dev.tierwall.core.model.Direction;
import dev.tierwall.core.model.NetworkPolicy;
import dev.tierwall.core.model.ObjectKey;
import dev.tierwall.core.model.Pod;
import dev.tierwall.core.model.Policy;
import dev.tierwall.core.policy.CompiledPolicy;
import dev.tierwall.core.policy.Origin;
import dev.tierwall.core.verdict.End;
import dev.tierwall.core.verdict.Explanation.Decision;
import java.util.ArrayList;
import java.util.List;

/** Says why one side of a connection is allowed or denied. */
public final class ReasonWords {
    private static final int POLICIES = 6;

    private final CompiledPolicy policy;
    private final RuleWords rules;

    public ReasonWords(CompiledPolicy policy) {
        this.policy = policy;
        this.rules = new RuleWords(policy.snapshot());
    }

    /** How rules are named here. */
    public RuleWords rules() {
        return rules;
    }

    /**
     * Why the rule that decided did so, in one line.
     *
     * @param subject the side that is policed
     * @param direction the direction it is policed in
     */
    public String reason(Decision decision, End subject, Direction direction) {
        return reason(decision, subject, direction, Words.end(subject));
    }

    /** The same, with a name for the subject that stands for others too, such as its workload's. */
    public String reason(Decision decision, End subject, Direction direction, String name) {
        return switch (decision.origin()) {
            case Origin.Written written -> written(written, decision, subject);
            case Origin.Isolation(List<ObjectKey> policies) ->
                name + " is isolated by " + isolation(policies, subject, direction);
            case Origin.Default ignored -> byDefault(subject, direction, name);
            case Origin.Itself ignored -> "NetworkPolicies never block what " + name + " opens to itself";
            case Origin.OwnNode(String node) -> "node " + node + " always reaches its own pods";
            case Origin.Outside ignored -> "not a pod, so that no policy applies";
        };
    }

    private String written(Origin.Written written, Decision decision, End subject) {
        boolean closed = rules.written(written)
                .map(rule -> !rule.understood() && rule.action() != Policy.Action.ACCEPT)
                .orElse(false);
        return "by " + rules.rule(written, decision.peer(), namespace(subject)) + Words.at(decision.location())
                + (closed ? ", which is not understood and so denies everything" : "");
    }

    /** The policies that isolate, and whether any of their rules was near. */
    private String isolation(List<ObjectKey> policies, End subject, Direction direction) {
        String namespace = namespace(subject);
        List<String> names =
                policies.stream().map(key -> rules.policy(key, namespace)).toList();
        StringBuilder text = new StringBuilder(Words.few(names, POLICIES));
        int written =
                policies.stream().mapToInt(key -> ruleCount(key, direction)).sum();
        List<ObjectKey> invalid = rules.invalid(policies);
        if (written == 0 && invalid.isEmpty()) {
            text.append(policies.size() == 1 ? ", which has no " : ", which have no ")
                    .append(direction.label())
                    .append(" rules");
        } else if (written > 0) {
            text.append("; no rule matches");
        }
        if (!invalid.isEmpty()) {
            List<String> refused =
                    invalid.stream().map(key -> rules.policy(key, namespace)).toList();
            text.append("; ")
                    .append(Words.few(refused, POLICIES))
                    .append(
                            invalid.size() == 1
                                    ? " is invalid, so that none of its rules counts"
                                    : " are invalid, so that none of their rules counts");
        }
        return text.toString();
    }

    /** How many rules of a policy count. */
    private int ruleCount(ObjectKey key, Direction direction) {
        return policy.snapshot()
                .policies()
                .get(key)
                .filter(known -> !(known instanceof NetworkPolicy own) || own.valid())
                .map(known -> known.rules(direction).size())
                .orElse(0);
    }

    private String byDefault(End subject, Direction direction, String name) {
        if (!(subject instanceof End.OfPod(Pod pod))) {
            return "not a pod, so that no policy applies";
        }
        if (pod.hostNetwork()) {
            return name + " is on its node's network, where no policy applies";
        }
        boolean selected = policy.classOf(pod.key())
                .map(endpoints ->
                        !policy.subject(endpoints.id(), direction).policies().isEmpty())
                .orElse(false);
        return (selected ? "no rule decides, and no NetworkPolicy isolates " : "no policy isolates ") + name + " for "
                + direction.label();
    }

    /** The rules that handed a connection to the next tier, one line each. */
    public List<String> passed(List<Decision> passed, End subject) {
        List<String> lines = new ArrayList<>();
        for (Decision decision : passed) {
            if (decision.origin() instanceof Origin.Written written) {
                lines.add(written(written, decision, subject));
            }
        }
        return lines;
    }

    static String namespace(End subject) {
        return subject instanceof End.OfPod(Pod pod) ? pod.key().namespace() : "";
    }
}
