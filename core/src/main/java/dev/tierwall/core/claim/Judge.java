package dev.tierwall.core.claim;

import dev.tierwall.core.connectivity.Rectangle;
import dev.tierwall.core.connectivity.Relation;
import dev.tierwall.core.model.Pod;
import dev.tierwall.core.net.ConnectionSet;
import dev.tierwall.core.net.IpFamily;
import dev.tierwall.core.net.PortSet;
import dev.tierwall.core.net.Protocol;
import dev.tierwall.core.policy.CompiledPolicy;
import dev.tierwall.core.policy.Origin;
import dev.tierwall.core.verdict.End;
import dev.tierwall.core.verdict.Explainer;
import dev.tierwall.core.verdict.Explanation;
import dev.tierwall.core.verdict.Flow;
import java.util.Optional;

/**
 * Looks among all connections of one family for one that is allowed, or one that is denied. What no policy decides does not
 * count: what a pod opens to itself, and a node to its own pods.
 */
final class Judge {
    private final CompiledPolicy policy;
    private final IpFamily family;
    private final Placed from;
    private final Placed to;

    Judge(CompiledPolicy policy, IpFamily family, Placed from, Placed to) {
        this.policy = policy;
        this.family = family;
        this.from = from;
        this.to = to;
    }

    /** Whether there is a connection to speak of: two addresses outside are nobody's business. */
    boolean hasAny() {
        return !from.peers().isEmpty()
                && !to.peers().isEmpty()
                && !(from.peers().endpoints().isEmpty()
                        && to.peers().endpoints().isEmpty());
    }

    /** A connection that is allowed. */
    Optional<Explanation> allowed(ConnectionSet connections) {
        return new Relation(policy, family)
                .find(
                        from.peers(),
                        to.peers(),
                        connections,
                        found -> explained(found, true).isPresent())
                .flatMap(found -> explained(found, true));
    }

    /** A connection that is denied. */
    Optional<Explanation> denied(ConnectionSet connections) {
        return new Relation(policy, family)
                .findRefused(
                        from.peers(),
                        to.peers(),
                        connections,
                        found -> explained(found, false).isPresent())
                .flatMap(found -> explained(found, false));
    }

    /** The first connection of a rectangle that policies decide, by the names of its ends. */
    private Optional<Explanation> explained(Rectangle found, boolean allowed) {
        for (End source : from.ends(found.sources())) {
            for (End destination : to.ends(found.destinations())) {
                if (source instanceof End.OfAddress && destination instanceof End.OfAddress) {
                    continue;
                }
                Explanation explanation = Explainer.explain(policy, flow(source, destination, found.connections()));
                if (!isBeyondPolicies(explanation)) {
                    if (explanation.isAllowed() != allowed) {
                        throw new IllegalStateException("not as found: " + explanation.flow());
                    }
                    return Optional.of(explanation);
                }
            }
        }
        return Optional.empty();
    }

    private static boolean isBeyondPolicies(Explanation explanation) {
        Origin origin = explanation.egress().decision().origin();
        return origin.equals(explanation.ingress().decision().origin())
                && (origin instanceof Origin.Itself || origin instanceof Origin.OwnNode);
    }

    /** On a port that the destination declares, if it is one of them; otherwise on the lowest. */
    private Flow flow(End source, End destination, ConnectionSet connections) {
        if (destination instanceof End.OfPod(Pod pod)) {
            for (Pod.ContainerPort port : pod.ports()) {
                if (connections.contains(port.protocol(), port.number())) {
                    return new Flow(source, destination, family, port.protocol(), port.number(), false);
                }
            }
        }
        for (Protocol protocol : Protocol.values()) {
            PortSet ports = connections.ports(protocol);
            if (!ports.isEmpty()) {
                return new Flow(source, destination, family, protocol, ports.first(0), false);
            }
        }
        throw new IllegalStateException("no port in " + connections);
    }
}
