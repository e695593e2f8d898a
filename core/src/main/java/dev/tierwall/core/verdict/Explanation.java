package dev.tierwall.core.verdict;

import dev.tierwall.core.model.Direction;
import dev.tierwall.core.model.Location;
import dev.tierwall.core.model.ObjectKey;
import dev.tierwall.core.model.Policy.Tier;
import dev.tierwall.core.policy.Origin;
import java.util.List;

/**
 * A verdict with its reasons: a connection needs both sides.
 *
 * @param flow the question
 * @param egress what the source's side says
 * @param ingress what the destination's side says
 */
public record Explanation(Flow flow, Side egress, Side ingress) {

    public boolean isAllowed() {
        return egress.allowed() && ingress.allowed();
    }

    /**
     * What one side says.
     *
     * @param direction which side
     * @param allowed its verdict
     * @param decision the rule that decided
     * @param passed the rules that handed the flow to the next tier before
     * @param isolatedBy the NetworkPolicies that select the subject for this direction
     * @param nearest for a denial that no written rule made: the rules that came closest to allowing the flow
     */
    public record Side(
            Direction direction,
            boolean allowed,
            Decision decision,
            List<Decision> passed,
            List<ObjectKey> isolatedBy,
            List<NearMiss> nearest) {
        public Side {
            passed = List.copyOf(passed);
            isolatedBy = List.copyOf(isolatedBy);
            nearest = List.copyOf(nearest);
        }
    }

    /**
     * A rule that matched.
     *
     * @param tier the tier it stands in
     * @param origin where the rule came from
     * @param peer the place of the matching peer in the rule, from 1; 0 if it is not written
     * @param location where the matching peer is written; that of the rule if the peer is not
     */
    public record Decision(Tier tier, Origin origin, int peer, Location location) {}

    /**
     * A rule that would have allowed the flow but for a few things.
     *
     * @param rule the rule
     * @param peer the place of its closest peer, from 1; 0 if it is not written
     * @param location where that peer is written, or the rule
     * @param mismatches what did not match; the fewer, the nearer
     */
    public record NearMiss(Origin.Written rule, int peer, Location location, List<Mismatch> mismatches) {
        public NearMiss {
            mismatches = List.copyOf(mismatches);
        }
    }
}
