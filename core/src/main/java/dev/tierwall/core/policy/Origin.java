package dev.tierwall.core.policy;

import dev.tierwall.core.model.Direction;
import dev.tierwall.core.model.Location;
import dev.tierwall.core.model.ObjectKey;
import java.util.List;

/** Where a compiled rule came from. */
public sealed interface Origin {

    /**
     * A rule that somebody wrote.
     *
     * @param policy the policy
     * @param direction which of its lists of rules
     * @param rule the rule's place in that list, from 1
     * @param name the rule's own name; empty if it has none
     * @param location where the rule begins
     */
    record Written(ObjectKey policy, Direction direction, int rule, String name, Location location) implements Origin {}

    /** Selected by NetworkPolicies, so closed for all that none of their rules accepts. */
    record Isolation(List<ObjectKey> policies) implements Origin {
        public Isolation {
            policies = List.copyOf(policies);
        }
    }

    /** Nothing decided, so open: the default of Kubernetes. */
    record Default() implements Origin {}

    /** A pod's connection to itself, which NetworkPolicies never block. */
    record Itself() implements Origin {}

    /** A node's connection to its own pods, such as a probe of the kubelet, which nothing blocks. */
    record OwnNode(String node) implements Origin {}

    /** Outside the cluster, where no policy applies. */
    record Outside() implements Origin {}
}
