package dev.tierwall.core.verdict;

import dev.tierwall.core.model.Direction;
import dev.tierwall.core.model.Snapshot;
import dev.tierwall.core.net.ConnectionSet;
import dev.tierwall.core.oracle.Answer;
import dev.tierwall.core.oracle.Oracle;
import dev.tierwall.core.oracle.Party;
import dev.tierwall.core.oracle.Question;
import dev.tierwall.core.oracle.Ruling;
import dev.tierwall.core.policy.CompiledPolicy;
import dev.tierwall.core.policy.Origin;
import dev.tierwall.core.policy.PolicyCompiler;
import dev.tierwall.core.random.Judge;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;

/**
 * Holds verdicts and explanations against the oracle.
 *
 * @param policy the compiled cluster
 * @param oracle the oracle for the same cluster
 */
public record VerdictJudge(CompiledPolicy policy, Oracle oracle) implements Judge {

    public static VerdictJudge of(Snapshot snapshot) {
        return new VerdictJudge(PolicyCompiler.compile(snapshot), new Oracle(snapshot));
    }

    public static End end(Snapshot snapshot, Party party) {
        return switch (party) {
            case Party.OfPod(var key) -> new End.OfPod(snapshot.pods().get(key).orElseThrow());
            case Party.Outside(var address) -> new End.OfAddress(address);
        };
    }

    /** The engine's explanation; empty if there is no such flow, or if it has no port. */
    public Optional<Explanation> explain(Question question) {
        if (question.protocol().isEmpty() || oracle.answer(question) == Answer.NO_FLOW) {
            return Optional.empty();
        }
        Flow flow = new Flow(
                end(oracle.snapshot(), question.source()),
                end(oracle.snapshot(), question.destination()),
                question.family(),
                question.protocol().get(),
                question.port(),
                question.viaService());
        return Optional.of(Explainer.explain(policy, flow));
    }

    @Override
    public Optional<String> complaint(Question question) {
        Answer answer = oracle.answer(question);
        End source = end(oracle.snapshot(), question.source());
        End destination = end(oracle.snapshot(), question.destination());
        boolean hairpin = question.viaService() && source.equals(destination);
        if (!hairpin) {
            ConnectionSet allowed = Verdicts.allowed(policy, source, destination, question.family());
            boolean contained = question.protocol()
                    .map(protocol -> allowed.contains(protocol, question.port()))
                    .orElse(allowed.others());
            if (contained != (answer == Answer.ALLOWED)) {
                return Optional.of("Verdicts.allowed says " + allowed + ", the oracle " + answer);
            }
        }
        if (question.protocol().isEmpty()) {
            return Optional.empty();
        }
        Flow flow = new Flow(
                source,
                destination,
                question.family(),
                question.protocol().get(),
                question.port(),
                question.viaService());
        if (Verdicts.isAllowed(policy, flow) != (answer == Answer.ALLOWED)) {
            return Optional.of("Verdicts.isAllowed denies it, the oracle says " + answer);
        }
        return explain(question).flatMap(explanation -> complaint(explanation, question, answer));
    }

    private Optional<String> complaint(Explanation explanation, Question question, Answer answer) {
        if (explanation.isAllowed() != (answer == Answer.ALLOWED)) {
            return Optional.of("the explanation is " + explanation + ", the oracle says " + answer);
        }
        for (Explanation.Side side : List.of(explanation.egress(), explanation.ingress())) {
            Ruling ruling = oracle.ruling(question, side.direction()).orElseThrow();
            if (!agrees(side, ruling)) {
                return Optional.of("the side is " + side + ", the oracle says " + ruling);
            }
            Party subject = side.direction() == Direction.EGRESS ? question.source() : question.destination();
            boolean exempt = side.decision().origin() instanceof Origin.OwnNode
                    || (side.decision().origin() instanceof Origin.Itself && !question.viaService());
            if (!exempt && !new HashSet<>(side.isolatedBy()).equals(oracle.isolatedBy(subject, side.direction()))) {
                return Optional.of("wrongly isolated by " + side.isolatedBy());
            }
        }
        return Optional.empty();
    }

    /** The same verdict, and where a cluster-wide rule decided, the same rule. */
    private static boolean agrees(Explanation.Side side, Ruling ruling) {
        if (side.allowed() != ruling.allowed()) {
            return false;
        }
        if (ruling.policy().isEmpty()) {
            return !(side.decision().origin() instanceof Origin.Written written)
                    || written.policy().kind().equals("NetworkPolicy");
        }
        return side.decision().origin() instanceof Origin.Written written
                && side.decision().tier() == ruling.tier()
                && written.policy().equals(ruling.policy().get())
                && written.direction() == side.direction()
                && written.rule() == ruling.rule() + 1;
    }
}
