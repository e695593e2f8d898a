package dev.tierwall.core.claim;

import dev.tierwall.core.claim.Outcome.Status;
import dev.tierwall.core.connectivity.Families;
import dev.tierwall.core.model.Finding;
import dev.tierwall.core.model.Finding.Severity;
import dev.tierwall.core.net.IpFamily;
import dev.tierwall.core.policy.CompiledPolicy;
import dev.tierwall.core.verdict.Explanation;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Decides claims about one cluster, each for all that it speaks of, never pair by pair. */
public final class Claims {
    private final CompiledPolicy policy;
    private final Optional<String> namespace;
    private final Set<IpFamily> families;
    private final Placed.Taken taken;

    /**
     * @param policy the cluster
     * @param namespace the namespace of names that are written without one, if one was given
     */
    public Claims(CompiledPolicy policy, Optional<String> namespace) {
        this.policy = policy;
        this.namespace = namespace;
        this.families = Families.of(policy.snapshot());
        this.taken = Placed.Taken.in(policy);
    }

    /** Whether a claim is true, and if not, why. */
    public Outcome judge(Claim claim) {
        List<Finding> remarks = new ArrayList<>();
        Census census = new Census(policy, namespace, remarks);
        Population from = census.population(claim.from());
        List<Target> targets = new Targets(policy, census, claim, remarks).of(claim.to());
        if (remarks.stream().anyMatch(finding -> finding.severity() == Severity.ERROR)) {
            return new Outcome(claim, Status.UNCLEAR, Optional.empty(), Optional.empty(), remarks);
        }
        return switch (claim.expectation()) {
            case ALLOWED, DENIED -> judge(claim, from, targets, remarks);
            case ONLY_FROM -> judge(claim, census.everyone().minus(from), targets, remarks);
            case ONLY_TO -> judge(claim, from, new Targets(policy, census, claim, remarks).others(targets), remarks);
        };
    }

    private static Outcome empty(Claim claim, List<Finding> remarks) {
        remarks.add(new Finding(
                Severity.WARNING,
                claim.location(),
                "there is no connection that this speaks of, so that it holds whatever the policies say",
                "check whom `from` and `to` mean, and the ports"));
        return new Outcome(claim, Status.EMPTY, Optional.empty(), Optional.empty(), remarks);
    }

    private Outcome judge(Claim claim, Population from, List<Target> targets, List<Finding> remarks) {
        boolean any = false;
        for (IpFamily family : families) {
            Placed sources = new Placed(policy, taken, family, from);
            for (Target target : targets) {
                Judge judge =
                        new Judge(policy, family, sources, new Placed(policy, taken, family, target.population()));
                if (!judge.hasAny()) {
                    continue;
                }
                any = true;
                Optional<Explanation> found = claim.expectation() == Claim.Expectation.ALLOWED
                        ? judge.denied(target.connections())
                        : judge.allowed(target.connections());
                if (found.isPresent()) {
                    Optional<IpFamily> only = families.size() > 1 ? Optional.of(family) : Optional.empty();
                    return new Outcome(claim, Status.FAILS, found, only, remarks);
                }
            }
        }
        return any
                ? new Outcome(claim, Status.HOLDS, Optional.empty(), Optional.empty(), remarks)
                : empty(claim, remarks);
    }
}
