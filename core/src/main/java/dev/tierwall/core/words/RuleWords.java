package dev.tierwall.core.words;

import dev.tierwall.core.model.ClusterPolicy;
import dev.tierwall.core.model.Location;
import dev.tierwall.core.model.NetworkPolicy;
import dev.tierwall.core.model.ObjectKey;
import dev.tierwall.core.model.Policy;
import dev.tierwall.core.model.Snapshot;
import dev.tierwall.core.policy.Origin;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Names policies and their rules so that a person finds them. */
public final class RuleWords {
    private final Snapshot facts;

    public RuleWords(Snapshot facts) {
        this.facts = facts;
    }

    /**
     * A policy: the name alone where it is a NetworkPolicy, with the kind, tier and priority for the cluster-wide ones.
     *
     * @param namespace the namespace that is spoken of anyway
     */
    public String policy(ObjectKey key, String namespace) {
        if (key.kind().equals(NetworkPolicy.KIND)) {
            return key.namespace().equals(namespace) ? key.name() : key.qualifiedName();
        }
        return key.kind() + " " + key.name()
                + facts.policies().get(key).map(RuleWords::rank).orElse("");
    }

    /** Where a cluster-wide policy stands: a baseline of the older kind is the only one and has no priority. */
    private static String rank(Policy policy) {
        return switch (policy) {
            case ClusterPolicy own when own.key().kind().equals(ClusterPolicy.BASELINE_KIND) -> " (Baseline tier)";
            case ClusterPolicy own -> " (" + own.tier().label() + " tier, priority " + own.priority() + ")";
            case NetworkPolicy own -> "";
        };
    }

    /** A rule of a policy, and the peer in it unless that is 0: {@code web, ingress rule 1 "name", peer 2}. */
    public String rule(Origin.Written rule, int peer, String namespace) {
        return policy(rule.policy(), namespace)
                + ", "
                + rule.direction().label()
                + " rule "
                + rule.rule()
                + (rule.name().isEmpty() ? "" : " \"" + rule.name() + "\"")
                + (peer == 0 ? "" : ", peer " + peer);
    }

    /** Where a policy is written; empty if it is not known here. */
    public Optional<Location> location(ObjectKey policy) {
        return facts.policies().get(policy).map(Policy::location);
    }

    /** The rule as written; empty if the policy is not known here. */
    public Optional<Policy.Rule> written(Origin.Written rule) {
        return facts.policies()
                .get(rule.policy())
                .map(policy -> policy.rules(rule.direction()).get(rule.rule() - 1));
    }

    /** Which of these NetworkPolicies the API server would refuse, so that none of their rules counts. */
    List<ObjectKey> invalid(List<ObjectKey> policies) {
        List<ObjectKey> invalid = new ArrayList<>();
        for (ObjectKey key : policies) {
            if (facts.policies().get(key).orElse(null) instanceof NetworkPolicy policy && !policy.valid()) {
                invalid.add(key);
            }
        }
        return invalid;
    }
}
