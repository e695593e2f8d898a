package dev.tierwall.core.relation;

import dev.tierwall.core.model.Direction;
import dev.tierwall.core.model.Policy.Tier;
import dev.tierwall.core.model.PortMatch;
import dev.tierwall.core.net.ConnectionSet;
import dev.tierwall.core.net.IpFamily;
import dev.tierwall.core.net.PortSet;
import dev.tierwall.core.net.Protocol;
import dev.tierwall.core.policy.CompiledPolicy;
import dev.tierwall.core.policy.CompiledRule;
import dev.tierwall.core.policy.CompiledTier;
import dev.tierwall.core.policy.EndpointClass;

/**
 * What a pod may open to itself when it asks for a Service and is sent back to itself: cluster-wide rules count, the
 * NetworkPolicy tier lets it pass.
 */
final class Hairpin {

    private final CompiledPolicy policy;
    private final EndpointClass itself;
    private final IpFamily family;

    private Hairpin(CompiledPolicy policy, EndpointClass itself, IpFamily family) {
        this.policy = policy;
        this.itself = itself;
        this.family = family;
    }

    /** What the side of one direction allows. */
    static ConnectionSet of(CompiledPolicy policy, EndpointClass itself, Direction direction, IpFamily family) {
        return new Hairpin(policy, itself, family).walk(direction);
    }

    private ConnectionSet walk(Direction direction) {
        ConnectionSet allowed = ConnectionSet.NONE;
        ConnectionSet undecided = ConnectionSet.ALL;
        for (CompiledTier tier : policy.subject(itself.id(), direction).tiers()) {
            if (tier.tier() == Tier.NETWORK_POLICY) {
                return allowed.union(undecided);
            }
            ConnectionSet passed = ConnectionSet.NONE;
            for (CompiledRule rule : tier.rules()) {
                ConnectionSet hit = undecided.intersect(matched(rule));
                undecided = undecided.minus(hit);
                switch (rule.action()) {
                    case ACCEPT -> allowed = allowed.union(hit);
                    case DENY -> {}
                    case PASS -> passed = passed.union(hit);
                }
            }
            undecided = undecided.union(passed);
        }
        return allowed;
    }

    /** What of a connection of the pod to itself a rule matches. */
    private ConnectionSet matched(CompiledRule rule) {
        boolean isPeer = rule.peers().stream()
                .anyMatch(peer -> policy.peers(peer.group(), family).endpoints().contains(itself.id()));
        ConnectionSet matched = ConnectionSet.NONE;
        if (isPeer) {
            for (PortMatch ports : rule.ports()) {
                matched = matched.union(connections(ports));
            }
        }
        return matched;
    }

    private ConnectionSet connections(PortMatch match) {
        return switch (match) {
            case PortMatch.Everything everything -> ConnectionSet.ALL;
            case PortMatch.Numbers numbers -> ConnectionSet.of(numbers.protocol(), numbers.ports());
            case PortMatch.Named named -> {
                ConnectionSet found = ConnectionSet.NONE;
                for (Protocol protocol : named.protocols()) {
                    ConnectionSet one = itself.key()
                            .port(named.name(), protocol)
                            .map(number -> ConnectionSet.of(protocol, PortSet.of(number)))
                            .orElse(ConnectionSet.NONE);
                    found = found.union(one);
                }
                yield found;
            }
        };
    }
}
