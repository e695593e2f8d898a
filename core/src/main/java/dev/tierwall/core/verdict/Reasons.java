package dev.tierwall.core.verdict;

import dev.tierwall.core.model.Direction;
import dev.tierwall.core.model.Location;
import dev.tierwall.core.model.Pod;
import dev.tierwall.core.model.Policy.Action;
import dev.tierwall.core.model.Policy.Tier;
import dev.tierwall.core.net.ConnectionSet;
import dev.tierwall.core.net.IpFamily;
import dev.tierwall.core.policy.CompiledPolicy;
import dev.tierwall.core.policy.CompiledRule;
import dev.tierwall.core.policy.CompiledTier;
import dev.tierwall.core.policy.Origin;
import dev.tierwall.core.verdict.Explanation.Decision;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Why two ends may connect as they may, for all ports at once: which rule decides which part. */
public final class Reasons {

    /**
     * What one rule decides on one side.
     *
     * @param connections the part of all connections between the two ends that it decides
     * @param allowed whether it allows them
     * @param decision the rule
     */
    public record Reason(ConnectionSet connections, boolean allowed, Decision decision) {}

    private Reasons() {}

    /**
     * The reasons of one side, in the order of evaluation. All NetworkPolicy rules that accept a connection are named;
     * in the other tiers the first that matches decides alone.
     */
    public static List<Reason> of(
            CompiledPolicy policy, End source, End destination, IpFamily family, Direction direction) {
        Optional<String> ownNode = Verdicts.ownNode(policy, source, destination);
        if (ownNode.isPresent()) {
            Origin origin = new Origin.OwnNode(ownNode.get());
            return all(new Decision(Tier.DEFAULT, origin, 0, Location.NONE));
        }
        if (Verdicts.isSelf(source, destination)) {
            return all(Explainer.ITSELF);
        }
        if (!((direction == Direction.EGRESS ? source : destination) instanceof End.OfPod(Pod pod))) {
            return all(Explainer.OUTSIDE);
        }
        int subject = policy.classOf(pod.key()).orElseThrow().id();
        Match match = new Match(policy, source, destination, family, direction);
        List<Reason> reasons = new ArrayList<>();
        ConnectionSet undecided = ConnectionSet.ALL;
        for (CompiledTier tier : policy.subject(subject, direction).tiers()) {
            undecided = walk(tier, match, undecided, reasons);
        }
        return reasons;
    }

    private static List<Reason> all(Decision decision) {
        return List.of(new Reason(ConnectionSet.ALL, true, decision));
    }

    /** Adds the reasons of one tier; what it leaves undecided is for the next. */
    private static ConnectionSet walk(CompiledTier tier, Match match, ConnectionSet entering, List<Reason> reasons) {
        ConnectionSet undecided = entering;
        ConnectionSet passed = ConnectionSet.NONE;
        for (CompiledRule rule : tier.rules()) {
            boolean anyOrder = tier.tier() == Tier.NETWORK_POLICY && rule.action() == Action.ACCEPT;
            ConnectionSet open = anyOrder ? entering : undecided;
            Optional<CompiledRule.PeerRef> peer = open.isEmpty() ? Optional.empty() : match.peerOf(rule);
            ConnectionSet hit = peer.isEmpty() ? ConnectionSet.NONE : open.intersect(match.connectionsOf(rule));
            if (peer.isEmpty() || hit.isEmpty()) {
                continue;
            }
            undecided = undecided.minus(hit);
            if (rule.action() == Action.PASS) {
                passed = passed.union(hit);
            } else {
                Decision decision = Explainer.decision(tier.tier(), rule, peer.get());
                reasons.add(new Reason(hit, rule.action() == Action.ACCEPT, decision));
            }
        }
        return undecided.union(passed);
    }
}
