package dev.tierwall.core.policy;

import dev.tierwall.core.label.Labels;
import dev.tierwall.core.label.Selector;
import dev.tierwall.core.model.Direction;
import dev.tierwall.core.model.Peer.NamespaceMatch;
import dev.tierwall.core.model.Policy.Action;
import dev.tierwall.core.model.PortMatch;
import dev.tierwall.core.net.ConnectionSet;
import dev.tierwall.core.net.IpFamily;
import java.util.Optional;

/**
 * A pod that does not exist, in a namespace that may not exist either, as a peer of pods that do. Its address is not
 * known, and it has no named ports.
 *
 * @param namespace the name of its namespace, if that is settled
 * @param namespaceLabels the labels of its namespace
 * @param labels its labels
 */
public record Imagined(Optional<String> namespace, Labels namespaceLabels, Labels labels) {

    /**
     * A pod of which nothing is known: only rules for every pod of every namespace mean it, and not, say, one for pods
     * that lack a label, which a pod without labels would match.
     */
    public static final Imagined ANY = new Imagined(Optional.empty(), Labels.NONE, Labels.NONE);

    /** What a class of endpoints allows with such a pod on its own side, by a walk over its tiers. */
    public ConnectionSet allowedWith(CompiledPolicy policy, int endpointClass, Direction direction, IpFamily family) {
        ConnectionSet allowed = ConnectionSet.NONE;
        ConnectionSet undecided = ConnectionSet.ALL;
        ClassKey key = policy.endpointClass(endpointClass).key();
        for (CompiledTier tier : policy.subject(endpointClass, direction).tiers()) {
            ConnectionSet passed = ConnectionSet.NONE;
            for (CompiledRule rule : tier.rules()) {
                if (!isPeerOf(rule, policy, family)) {
                    continue;
                }
                ConnectionSet hit = undecided.intersect(connections(rule, direction, key));
                undecided = undecided.minus(hit);
                if (rule.action() == Action.ACCEPT) {
                    allowed = allowed.union(hit);
                } else if (rule.action() == Action.PASS) {
                    passed = passed.union(hit);
                }
            }
            undecided = undecided.union(passed);
        }
        return allowed;
    }

    private boolean isPeerOf(CompiledRule rule, CompiledPolicy policy, IpFamily family) {
        return rule.peers().stream()
                .anyMatch(peer -> switch (policy.group(peer.group()).key()) {
                    case GroupKey.Everyone everyone -> true;
                    case GroupKey.Pods pods -> isIn(pods);
                    case GroupKey.Addresses addresses -> addresses.set().coversAll(family);
                    case GroupKey.Nodes nodes -> false;
                });
    }

    private boolean isIn(GroupKey.Pods group) {
        if (this == ANY) {
            return group.pods().isEverything()
                    && group.namespaces() instanceof NamespaceMatch.Matching(Selector every)
                    && every.isEverything();
        }
        return isIn(group.namespaces()) && group.pods().matches(labels);
    }

    private boolean isIn(NamespaceMatch namespaces) {
        return switch (namespaces) {
            case NamespaceMatch.Named(String name) -> namespace.equals(Optional.of(name));
            case NamespaceMatch.Matching(Selector selector) -> selector.matches(namespaceLabels);
        };
    }

    private static ConnectionSet connections(CompiledRule rule, Direction direction, ClassKey subject) {
        ConnectionSet all = ConnectionSet.NONE;
        for (PortMatch match : rule.ports()) {
            switch (match) {
                case PortMatch.Everything everything -> all = ConnectionSet.ALL;
                case PortMatch.Numbers numbers ->
                    all = all.union(ConnectionSet.of(numbers.protocol(), numbers.ports()));
                case PortMatch.Named named
                when direction == Direction.INGRESS -> all = all.union(subject.connections(named));
                case PortMatch.Named named -> {}
            }
        }
        return all;
    }
}
