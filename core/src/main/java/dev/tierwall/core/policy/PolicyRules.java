package dev.tierwall.core.policy;

import dev.tierwall.core.model.ClusterPolicy;
import dev.tierwall.core.model.Direction;
import dev.tierwall.core.model.NetworkPolicy;
import dev.tierwall.core.model.Policy;
import java.util.Comparator;
import java.util.List;

/** One written policy with its rules compiled. Compared by identity: a policy that changed is another object. */
public final class PolicyRules {

    /** Tier, then priority, then name: NetworkPolicies have no order among them but need a stable one. */
    static final Comparator<PolicyRules> ORDER = Comparator.<PolicyRules, Policy.Tier>comparing(
                    rules -> rules.policy.tier())
            .thenComparing(rules -> rules.policy instanceof ClusterPolicy cluster ? cluster.priority() : 0)
            .thenComparing(rules -> rules.policy.key());

    private final Policy policy;
    private final int subject;
    private final List<CompiledRule> ingress;
    private final List<CompiledRule> egress;

    PolicyRules(Policy policy, int subject, List<CompiledRule> ingress, List<CompiledRule> egress) {
        this.policy = policy;
        this.subject = subject;
        this.ingress = List.copyOf(ingress);
        this.egress = List.copyOf(egress);
    }

    /** The policy as written. */
    public Policy policy() {
        return policy;
    }

    /** The number of the {@link PeerGroup} of its subjects. */
    public int subject() {
        return subject;
    }

    public List<CompiledRule> rules(Direction direction) {
        return direction == Direction.INGRESS ? ingress : egress;
    }

    /** Whether it says anything about its subjects in that direction. */
    public boolean appliesTo(Direction direction) {
        return switch (policy) {
            case NetworkPolicy network -> network.types().contains(direction);
            case ClusterPolicy cluster -> !rules(direction).isEmpty();
        };
    }

    @Override
    public String toString() {
        return policy.key().toString();
    }
}
