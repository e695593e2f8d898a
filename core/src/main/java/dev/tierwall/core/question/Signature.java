package dev.tierwall.core.question;

import dev.tierwall.core.model.Service;
import dev.tierwall.core.net.Protocol;
import dev.tierwall.core.policy.Origin;
import dev.tierwall.core.verdict.Explanation;
import dev.tierwall.core.verdict.Mismatch;
import java.util.List;
import java.util.Optional;

/** What answers have to share to be given as one: the verdict and all its reasons, but not what the ends happen to have. */
record Signature(
        Protocol protocol, int port, Optional<Service.Port> service, boolean itself, Side egress, Side ingress) {

    record Side(Explanation.Decision decision, List<Explanation.Decision> passed, List<Miss> nearest) {}

    record Miss(Origin.Written rule, int peer, List<Mismatch> needs) {}

    static Signature of(Explanation explanation, Optional<Service.Port> service, boolean itself) {
        return new Signature(
                explanation.flow().protocol(),
                explanation.flow().port(),
                service,
                itself,
                side(explanation.egress()),
                side(explanation.ingress()));
    }

    private static Side side(Explanation.Side side) {
        return new Side(
                side.decision(),
                side.passed(),
                side.nearest().stream()
                        .map(miss -> new Miss(
                                miss.rule(),
                                miss.peer(),
                                miss.mismatches().stream().map(Signature::need).toList()))
                        .toList());
    }

    /** The mismatch without what was found instead. */
    private static Mismatch need(Mismatch mismatch) {
        return switch (mismatch) {
            case Mismatch.NamespaceLabel it -> new Mismatch.NamespaceLabel(it.needs(), "", Optional.empty());
            case Mismatch.OtherNamespace it -> new Mismatch.OtherNamespace(it.needs(), "");
            case Mismatch.PodLabel it -> new Mismatch.PodLabel(it.needs(), Optional.empty());
            case Mismatch.OutsideBlocks it -> new Mismatch.OutsideBlocks(it.needs(), Optional.empty());
            case Mismatch.NotAPod it -> new Mismatch.HostNetwork();
            default -> mismatch;
        };
    }
}
