package dev.tierwall.core.verdict;

import dev.tierwall.core.model.Direction;
import dev.tierwall.core.model.NetworkPolicy;
import dev.tierwall.core.model.Pod;
import dev.tierwall.core.model.Policy;
import dev.tierwall.core.model.Policy.Tier;
import dev.tierwall.core.model.Snapshot;
import dev.tierwall.core.net.ConnectionSet;
import dev.tierwall.core.oracle.Answer;
import dev.tierwall.core.oracle.Oracle;
import dev.tierwall.core.oracle.Question;
import dev.tierwall.core.oracle.Ruling;
import dev.tierwall.core.policy.Origin;
import dev.tierwall.core.random.Judge;
import dev.tierwall.core.verdict.Explanation.NearMiss;
import dev.tierwall.core.verdict.Reasons.Reason;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Holds what explanations say beside the verdict against the oracle: all reasons at once, and the nearest misses.
 *
 * @param verdicts the cluster, compiled
 */
record ReasonJudge(VerdictJudge verdicts) implements Judge {

    static ReasonJudge of(Snapshot snapshot) {
        return new ReasonJudge(VerdictJudge.of(snapshot));
    }

    private Oracle oracle() {
        return verdicts.oracle();
    }

    @Override
    public Optional<String> complaint(Question question) {
        boolean asked = question.protocol().isPresent() && !question.viaService();
        if (!asked || oracle().answer(question) == Answer.NO_FLOW) {
            return Optional.empty();
        }
        Explanation explanation = verdicts.explain(question).orElseThrow();
        for (Explanation.Side side : List.of(explanation.egress(), explanation.ingress())) {
            Optional<String> wrong = wrongReasons(question, side.direction());
            if (wrong.isEmpty()) {
                wrong = wrongMisses(question, side);
            }
            if (wrong.isPresent()) {
                return wrong;
            }
        }
        return Optional.empty();
    }

    /** Every connection has a reason, those for it are the oracle's, and none is both allowed and denied. */
    private Optional<String> wrongReasons(Question question, Direction direction) {
        List<Reason> reasons = Reasons.of(
                verdicts.policy(),
                VerdictJudge.end(oracle().snapshot(), question.source()),
                VerdictJudge.end(oracle().snapshot(), question.destination()),
                question.family(),
                direction);
        ConnectionSet allowed = union(reasons, true);
        ConnectionSet denied = union(reasons, false);
        boolean split =
                allowed.union(denied).isAll() && allowed.intersect(denied).isEmpty();
        List<Reason> mine = reasons.stream()
                .filter(reason ->
                        reason.connections().contains(question.protocol().orElseThrow(), question.port()))
                .toList();
        Ruling ruling = oracle().ruling(question, direction).orElseThrow();
        return split && agree(mine, ruling, question, direction)
                ? Optional.empty()
                : Optional.of("the reasons are " + reasons + ", the oracle says " + ruling);
    }

    private static ConnectionSet union(List<Reason> reasons, boolean allowed) {
        ConnectionSet union = ConnectionSet.NONE;
        for (Reason reason : reasons) {
            union = reason.allowed() == allowed ? union.union(reason.connections()) : union;
        }
        return union;
    }

    private boolean agree(List<Reason> mine, Ruling ruling, Question question, Direction direction) {
        if (mine.isEmpty() || mine.stream().anyMatch(reason -> reason.allowed() != ruling.allowed())) {
            return false;
        }
        if (ruling.tier() == Tier.NETWORK_POLICY && ruling.allowed()) {
            return written(mine).equals(oracle().networkRules(question, direction));
        }
        return mine.size() == 1
                && (ruling.policy().isEmpty()
                        || written(mine).equals(Set.of(ruling.policy().get() + ":" + (ruling.rule() + 1))));
    }

    private static Set<String> written(List<Reason> reasons) {
        return reasons.stream()
                .map(reason -> reason.decision().origin() instanceof Origin.Written written
                        ? written.policy() + ":" + written.rule()
                        : "unwritten")
                .collect(Collectors.toCollection(HashSet::new));
    }

    /** A rule that nearly matched does not match, and just where the miss says. */
    private Optional<String> wrongMisses(Question question, Explanation.Side side) {
        boolean isolated = !side.allowed() && side.decision().origin() instanceof Origin.Isolation;
        if (!isolated) {
            return side.nearest().isEmpty() ? Optional.empty() : Optional.of("misses without isolation: " + side);
        }
        for (NearMiss miss : side.nearest()) {
            if (!isTrue(miss, question, side)) {
                return Optional.of("not so: " + miss);
            }
        }
        boolean someRule = side.isolatedBy().stream()
                .map(key -> oracle().snapshot().policies().get(key).orElseThrow())
                .anyMatch(policy ->
                        isValid(policy) && !policy.rules(side.direction()).isEmpty());
        return someRule == side.nearest().isEmpty()
                ? Optional.of("nearest are " + side.nearest() + " of " + side.isolatedBy())
                : Optional.empty();
    }

    private static boolean isValid(Policy policy) {
        return !(policy instanceof NetworkPolicy network) || network.valid();
    }

    private boolean isTrue(NearMiss miss, Question question, Explanation.Side side) {
        boolean selects = side.isolatedBy().contains(miss.rule().policy());
        Policy.Rule rule = oracle().snapshot()
                .policies()
                .get(miss.rule().policy())
                .orElseThrow()
                .rules(side.direction())
                .get(miss.rule().rule() - 1);
        if (!rule.understood()) {
            return selects && miss.mismatches().equals(List.of(new Mismatch.NotUnderstood()));
        }
        boolean wrongPort = miss.mismatches().stream().anyMatch(ReasonJudge::isOfPorts);
        boolean wrongPeer = miss.mismatches().stream().anyMatch(it -> !isOfPorts(it));
        boolean onPort = oracle().isOnAny(question, rule.ports());
        boolean isPeer = miss.peer() == 0
                || oracle().isPeer(question, side.direction(), rule.peers().get(miss.peer() - 1));
        return selects
                && (wrongPort || wrongPeer)
                && wrongPort != onPort
                && wrongPeer != isPeer
                && miss.mismatches().stream().allMatch(mismatch -> isTrue(mismatch, question, side.direction()));
    }

    private static boolean isOfPorts(Mismatch mismatch) {
        return mismatch instanceof Mismatch.OtherPort
                || mismatch instanceof Mismatch.OtherProtocol
                || mismatch instanceof Mismatch.OtherNamedPort;
    }

    private boolean isTrue(Mismatch mismatch, Question question, Direction direction) {
        End peer = VerdictJudge.end(
                oracle().snapshot(), direction == Direction.INGRESS ? question.source() : question.destination());
        return switch (mismatch) {
            case Mismatch.NamespaceLabel it ->
                !it.needs().matches(oracle().snapshot().namespaceLabels(it.namespace()))
                        && it.has()
                                .equals(oracle().snapshot()
                                        .namespaceLabels(it.namespace())
                                        .get(it.needs().key()))
                        && peer instanceof End.OfPod(Pod pod)
                        && pod.key().namespace().equals(it.namespace());
            case Mismatch.PodLabel it ->
                peer instanceof End.OfPod(Pod pod)
                        && !it.needs().matches(pod.labels())
                        && it.has().equals(pod.labels().get(it.needs().key()));
            case Mismatch.OtherNamespace it ->
                peer instanceof End.OfPod(Pod pod)
                        && pod.key().namespace().equals(it.has())
                        && !it.needs().equals(it.has());
            case Mismatch.NotAPod it -> peer.equals(new End.OfAddress(it.has()));
            case Mismatch.HostNetwork it -> peer instanceof End.OfPod(Pod pod) && pod.hostNetwork();
            case Mismatch.OutsideBlocks it ->
                it.has().isEmpty()
                        || it.needs().blocks().stream()
                                .noneMatch(block -> block.contains(it.has().get()));
            case Mismatch.Excepted it -> it.needs().except().stream().anyMatch(block -> block.contains(it.has()));
            case Mismatch.OtherProtocol it -> !it.needs().isEmpty() && !oracle().isOnAny(question, it.needs());
            case Mismatch.OtherPort it -> !it.needs().isEmpty() && !oracle().isOnAny(question, it.needs());
            case Mismatch.OtherNamedPort it -> !oracle().isOnAny(question, List.of(it.needs()));
            case Mismatch.NotANode it -> true;
            case Mismatch.OnlyNames it -> true;
            case Mismatch.NotUnderstood it -> false;
        };
    }
}
