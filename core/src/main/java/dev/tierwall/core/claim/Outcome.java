package dev.tierwall.core.claim;

import dev.tierwall.core.model.Finding;
import dev.tierwall.core.net.IpFamily;
import dev.tierwall.core.verdict.Explanation;
import java.util.List;
import java.util.Optional;

/**
 * What came of a {@link Claim}.
 *
 * @param claim the claim
 * @param status whether it holds
 * @param counterexample where it fails: one connection that is not as claimed, with the reasons
 * @param only the family of the counterexample, where the cluster uses both
 * @param remarks what its author should know: what cannot be judged, and selectors that match nothing
 */
public record Outcome(
        Claim claim,
        Status status,
        Optional<Explanation> counterexample,
        Optional<IpFamily> only,
        List<Finding> remarks) {

    /** How a claim may turn out. */
    public enum Status {
        /** It is true of every connection that it speaks of. */
        HOLDS,
        /** It is not. */
        FAILS,
        /** There is no connection that it speaks of: it is true, and says nothing. */
        EMPTY,
        /** It names what there is not. */
        UNCLEAR
    }

    public Outcome {
        remarks = List.copyOf(remarks);
    }
}
