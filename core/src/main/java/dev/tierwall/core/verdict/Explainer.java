package dev.tierwall.core.verdict;

import dev.tierwall.core.model.Direction;
import dev.tierwall.core.model.Location;
import dev.tierwall.core.model.Pod;
import dev.tierwall.core.model.Policy.Action;
import dev.tierwall.core.model.Policy.Tier;
import dev.tierwall.core.policy.CompiledPolicy;
import dev.tierwall.core.policy.CompiledRule;
import dev.tierwall.core.policy.CompiledTier;
import dev.tierwall.core.policy.Origin;
import dev.tierwall.core.policy.SubjectClass;
import dev.tierwall.core.verdict.Explanation.Decision;
import dev.tierwall.core.verdict.Explanation.Side;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Verdicts with reasons: walks the tiers of both sides rule by rule, and remembers how each rule judged. */
public final class Explainer {

    static final Decision OUTSIDE = new Decision(Tier.DEFAULT, new Origin.Outside(), 0, Location.NONE);
    static final Decision ITSELF = new Decision(Tier.DEFAULT, new Origin.Itself(), 0, Location.NONE);

    private Explainer() {}

    /**
     * Explains a flow. Both ends must have, or be able to have, an address of its family.
     *
     * @throws IllegalArgumentException if one has none
     */
    public static Explanation explain(CompiledPolicy policy, Flow flow) {
        for (End end : List.of(flow.source(), flow.destination())) {
            if (!Verdicts.isIn(policy, end, flow.family())) {
                throw new IllegalArgumentException("no " + flow.family() + " address: " + end);
            }
        }
        Optional<String> ownNode = Verdicts.ownNode(policy, flow.source(), flow.destination());
        if (ownNode.isPresent()) {
            Origin origin = new Origin.OwnNode(ownNode.get());
            return exempt(flow, new Decision(Tier.DEFAULT, origin, 0, Location.NONE));
        }
        boolean self = Verdicts.isSelf(flow.source(), flow.destination());
        if (self && !flow.viaService()) {
            return exempt(flow, ITSELF);
        }
        return new Explanation(
                flow, side(policy, flow, Direction.EGRESS, self), side(policy, flow, Direction.INGRESS, self));
    }

    private static Explanation exempt(Flow flow, Decision decision) {
        return new Explanation(flow, side(Direction.EGRESS, true, decision), side(Direction.INGRESS, true, decision));
    }

    private static Side side(Direction direction, boolean allowed, Decision decision) {
        return new Side(direction, allowed, decision, List.of(), List.of(), List.of());
    }

    private static Side side(CompiledPolicy policy, Flow flow, Direction direction, boolean self) {
        End end = direction == Direction.EGRESS ? flow.source() : flow.destination();
        if (!(end instanceof End.OfPod(Pod pod))) {
            return side(direction, true, OUTSIDE);
        }
        SubjectClass subject =
                policy.subject(policy.classOf(pod.key()).orElseThrow().id(), direction);
        Match match = Match.of(policy, flow, direction);
        List<Decision> passed = new ArrayList<>();
        for (CompiledTier tier : subject.tiers()) {
            if (self && tier.tier() == Tier.NETWORK_POLICY) {
                return new Side(direction, true, ITSELF, passed, subject.isolatedBy(), List.of());
            }
            for (CompiledRule rule : tier.rules()) {
                Optional<CompiledRule.PeerRef> peer = match.anyPort(rule, flow) ? match.peerOf(rule) : Optional.empty();
                if (peer.isEmpty()) {
                    continue;
                }
                Decision decision = decision(tier.tier(), rule, peer.get());
                if (rule.action() == Action.PASS) {
                    passed.add(decision);
                    break;
                }
                boolean allowed = rule.action() == Action.ACCEPT;
                boolean unwritten = !allowed && rule.origin() instanceof Origin.Isolation;
                return new Side(
                        direction,
                        allowed,
                        decision,
                        passed,
                        subject.isolatedBy(),
                        unwritten ? new NearMisses(policy, flow, match).of(tier) : List.of());
            }
        }
        throw new IllegalStateException("the tiers of " + pod.key() + " come to no end");
    }

    static Decision decision(Tier tier, CompiledRule rule, CompiledRule.PeerRef peer) {
        Location location = peer.index() == 0 && rule.origin() instanceof Origin.Written written
                ? written.location()
                : peer.location();
        return new Decision(tier, rule.origin(), peer.index(), location);
    }
}
