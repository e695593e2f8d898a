package dev.tierwall.core.policy;

import dev.tierwall.core.model.Direction;
import dev.tierwall.core.model.ObjectKey;
import dev.tierwall.core.model.Policy.Action;
import dev.tierwall.core.model.Policy.Tier;
import dev.tierwall.core.model.PortMatch;
import java.util.ArrayList;
import java.util.List;

/**
 * The policies that select some endpoints for one direction, in the order of evaluation. Endpoints with equal lists are
 * policed alike, named ports apart.
 */
public final class SubjectClass {

    private final Direction direction;
    private final List<PolicyRules> policies;
    private final boolean namesPorts;
    private final int hash;

    SubjectClass(Direction direction, List<PolicyRules> policies) {
        this.direction = direction;
        this.policies = List.copyOf(policies);
        this.namesPorts = this.policies.stream()
                .flatMap(rules -> rules.rules(direction).stream())
                .flatMap(rule -> rule.ports().stream())
                .anyMatch(PortMatch.Named.class::isInstance);
        this.hash = this.policies.hashCode() * 2 + (direction == Direction.INGRESS ? 0 : 1);
    }

    public Direction direction() {
        return direction;
    }

    /** The policies in the order of evaluation: Admin, NetworkPolicy, Baseline. */
    public List<PolicyRules> policies() {
        return policies;
    }

    /** Whether some rule speaks of a port by name, so that it depends on whose name that is. */
    boolean namesPorts() {
        return namesPorts;
    }

    /** The NetworkPolicies that isolate the subject in this direction. */
    public List<ObjectKey> isolatedBy() {
        return policies.stream()
                .map(PolicyRules::policy)
                .filter(policy -> policy.tier() == Tier.NETWORK_POLICY)
                .map(policy -> policy.key())
                .toList();
    }

    /**
     * The tiers in the order of evaluation. Isolation is written as the last rule of the NetworkPolicy tier, after which
     * nothing follows; without it the Default tier ends the list.
     */
    public List<CompiledTier> tiers() {
        List<CompiledTier> tiers = new ArrayList<>(4);
        addTier(tiers, Tier.ADMIN);
        List<ObjectKey> isolating = isolatedBy();
        if (!isolating.isEmpty()) {
            List<CompiledRule> rules = rulesOf(Tier.NETWORK_POLICY);
            rules.add(CompiledRule.implicit(new Origin.Isolation(isolating), Action.DENY));
            tiers.add(new CompiledTier(Tier.NETWORK_POLICY, rules));
            return tiers;
        }
        addTier(tiers, Tier.BASELINE);
        tiers.add(new CompiledTier(Tier.DEFAULT, List.of(CompiledRule.implicit(new Origin.Default(), Action.ACCEPT))));
        return tiers;
    }

    private void addTier(List<CompiledTier> tiers, Tier tier) {
        List<CompiledRule> rules = rulesOf(tier);
        if (!rules.isEmpty()) {
            tiers.add(new CompiledTier(tier, rules));
        }
    }

    private List<CompiledRule> rulesOf(Tier tier) {
        List<CompiledRule> rules = new ArrayList<>();
        for (PolicyRules policy : policies) {
            if (policy.policy().tier() == tier) {
                rules.addAll(policy.rules(direction));
            }
        }
        return rules;
    }

    @Override
    public boolean equals(Object other) {
        return this == other
                || (other instanceof SubjectClass subject
                        && hash == subject.hash
                        && direction == subject.direction
                        && policies.equals(subject.policies));
    }

    @Override
    public int hashCode() {
        return hash;
    }

    @Override
    public String toString() {
        return direction + " by " + policies;
    }
}
