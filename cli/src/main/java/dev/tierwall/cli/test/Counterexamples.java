package dev.tierwall.cli.test;

import dev.tierwall.cli.check.CheckText;
import dev.tierwall.cli.output.Paint;
import dev.tierwall.core.claim.Outcome;
import dev.tierwall.core.model.Pod;
import dev.tierwall.core.naming.Meaning;
import dev.tierwall.core.net.Address;
import dev.tierwall.core.policy.CompiledPolicy;
import dev.tierwall.core.question.Answer;
import dev.tierwall.core.question.Answers;
import dev.tierwall.core.question.Member;
import dev.tierwall.core.verdict.End;
import dev.tierwall.core.verdict.Explanation;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.Optional;

/** Writes the connections that disprove assertions, as {@code tierwall check} writes its answers. */
final class Counterexamples {
    private final CompiledPolicy policy;
    private final Paint paint;

    Counterexamples(CompiledPolicy policy, Paint paint) {
        this.policy = policy;
        this.paint = paint;
    }

    /** The lines of an outcome's counterexample; none if it has none. */
    List<String> lines(Outcome outcome, boolean coloured) {
        if (outcome.counterexample().isEmpty()) {
            return List.of();
        }
        Explanation explanation = outcome.counterexample().get();
        Answer answer = new Answer(
                List.of(member(explanation.flow().source())),
                List.of(member(explanation.flow().destination())),
                false,
                outcome.only(),
                Optional.empty(),
                explanation);
        Answers answers = new Answers(
                meaning(explanation.flow().source()),
                meaning(explanation.flow().destination()),
                List.of(answer),
                List.of());
        StringWriter text = new StringWriter();
        PrintWriter out = new PrintWriter(text);
        new CheckText(policy, coloured ? paint : Paint.PLAIN, out).write(answers);
        out.flush();
        return text.toString().lines().toList();
    }

    private static Member member(End end) {
        return switch (end) {
            case End.OfPod(Pod pod) -> new Member.OfPod(pod);
            case End.OfAddress(Address address) -> Member.OfAddresses.single(address, Optional.empty());
        };
    }

    private static Meaning meaning(End end) {
        return switch (end) {
            case End.OfPod(Pod pod) -> new Meaning.Pods(pod.key().qualifiedName(), List.of(pod), Optional.empty());
            case End.OfAddress(Address address) -> new Meaning.Single(address.toString(), address);
        };
    }
}
