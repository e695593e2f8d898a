package dev.tierwall.cli.explain;

import dev.tierwall.core.connectivity.Exposure.Opening;
import dev.tierwall.core.model.Direction;
import dev.tierwall.core.model.Location;
import dev.tierwall.core.model.NetworkPolicy;
import dev.tierwall.core.model.ObjectKey;
import dev.tierwall.core.model.Policy;
import dev.tierwall.core.policy.CompiledPolicy;
import dev.tierwall.core.policy.Origin;
import dev.tierwall.core.policy.PolicyRules;
import dev.tierwall.core.question.Contacts;
import java.util.ArrayList;
import java.util.List;

/**
 * What policies do to a pod in one direction.
 *
 * @param direction which direction
 * @param isolatedBy the NetworkPolicies that isolate it
 * @param rules the rules that count, in the order of evaluation
 * @param contacts with whom it may connect as things are
 * @param openings what is open to pods that do not exist yet
 */
record Side(
        Direction direction, List<Policy> isolatedBy, List<RuleAt> rules, Contacts contacts, List<Opening> openings) {

    /**
     * A written rule, and where it stands.
     *
     * @param tier the tier of its policy
     * @param origin which rule of which policy
     * @param rule the rule
     */
    record RuleAt(Policy.Tier tier, Origin.Written origin, Policy.Rule rule) {}

    boolean isIsolated() {
        return !isolatedBy.isEmpty();
    }

    /** The rules of one tier. */
    List<RuleAt> rules(Policy.Tier tier) {
        return rules.stream().filter(rule -> rule.tier() == tier).toList();
    }

    static Side of(CompiledPolicy policy, Subject subject, Direction direction) {
        List<PolicyRules> all =
                policy.subject(subject.endpoints().id(), direction).policies();
        List<Policy> isolating = new ArrayList<>();
        List<RuleAt> rules = new ArrayList<>();
        boolean isolated = all.stream().anyMatch(each -> each.policy().tier() == Policy.Tier.NETWORK_POLICY);
        for (PolicyRules each : all) {
            Policy written = each.policy();
            if (written.tier() == Policy.Tier.NETWORK_POLICY) {
                isolating.add(written);
            }
            boolean counts = !(written instanceof NetworkPolicy own) || own.valid();
            boolean reached = written.tier() != Policy.Tier.BASELINE || !isolated;
            if (counts && reached) {
                addRules(written, direction, rules);
            }
        }
        return new Side(
                direction,
                isolating,
                rules,
                Contacts.of(policy, subject.pod(), direction),
                subject.openings(policy).stream()
                        .filter(opening -> opening.direction() == direction)
                        .toList());
    }

    private static void addRules(Policy policy, Direction direction, List<RuleAt> rules) {
        int index = 0;
        for (Policy.Rule rule : policy.rules(direction)) {
            index++;
            ObjectKey key = policy.key();
            Location location = rule.location();
            Origin.Written origin = new Origin.Written(key, direction, index, rule.name(), location);
            rules.add(new RuleAt(policy.tier(), origin, rule));
        }
    }
}
