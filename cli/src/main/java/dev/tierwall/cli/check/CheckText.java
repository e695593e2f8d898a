package dev.tierwall.cli.check;

import dev.tierwall.cli.output.Paint;
import dev.tierwall.core.model.Pod;
import dev.tierwall.core.policy.CompiledPolicy;
import dev.tierwall.core.policy.Origin;
import dev.tierwall.core.question.Answer;
import dev.tierwall.core.question.Answers;
import dev.tierwall.core.verdict.End;
import dev.tierwall.core.verdict.Explanation;
import dev.tierwall.core.verdict.Explanation.NearMiss;
import dev.tierwall.core.verdict.Explanation.Side;
import dev.tierwall.core.verdict.Flow;
import dev.tierwall.core.verdict.Mismatch;
import dev.tierwall.core.words.MismatchWords;
import dev.tierwall.core.words.ReasonWords;
import dev.tierwall.core.words.Words;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;

/** Writes answers for a person. */
public final class CheckText {
    private static final int NEAREST = 3;
    private static final String INDENT = " ".repeat(11);

    private final ReasonWords reasons;
    private final Paint paint;
    private final PrintWriter out;

    /** Writes in the words of this policy. */
    public CheckText(CompiledPolicy policy, Paint paint, PrintWriter out) {
        this.reasons = new ReasonWords(policy);
        this.paint = paint;
        this.out = out;
    }

    /** Writes all answers, and how many there are of each kind. */
    public void write(Answers answers) {
        Who who = new Who(answers);
        boolean first = true;
        for (Answer answer : answers.answers()) {
            if (!first) {
                out.println();
            }
            first = false;
            write(answer, who);
        }
        int all = answers.answers().size();
        if (all > 1) {
            int allowed =
                    (int) answers.answers().stream().filter(Answer::isAllowed).count();
            out.println();
            out.println(summary(all, allowed));
        }
    }

    private void write(Answer answer, Who who) {
        Flow flow = answer.explanation().flow();
        int port = answer.service().map(service -> service.number()).orElse(flow.port());
        String family = answer.only().map(only -> " over " + only).orElse("");
        out.println(paint.bold(who.source(answer) + " → " + who.destination(answer)) + " " + port + "/"
                + flow.protocol() + family + "   "
                + (answer.isAllowed() ? paint.green("ALLOWED") : paint.red("DENIED")));
        if (answer.service().isPresent()) {
            line("service", "forwards", "to " + who.backends(answer) + " " + flow.port() + "/" + flow.protocol());
        }
        Explanation explanation = answer.explanation();
        Who.Named source = who.sourceIn(answer);
        Who.Named destination = who.destinationIn(answer);
        if (isExempt(explanation)) {
            decision("both", explanation.egress(), source);
            return;
        }
        decision("egress", explanation.egress(), source);
        nearest(explanation.egress(), source, destination, flow);
        decision("ingress", explanation.ingress(), destination);
        nearest(explanation.ingress(), destination, source, flow);
    }

    private static String summary(int all, int allowed) {
        List<String> parts = new ArrayList<>();
        if (allowed > 0) {
            parts.add(allowed + " allowed");
        }
        if (allowed < all) {
            parts.add((all - allowed) + " denied");
        }
        return Words.count(all, "answer") + ": " + Words.and(parts);
    }

    /** Whether one thing beyond all policies decides for both sides. */
    private static boolean isExempt(Explanation explanation) {
        Origin origin = explanation.egress().decision().origin();
        return origin.equals(explanation.ingress().decision().origin())
                && (origin instanceof Origin.Itself || origin instanceof Origin.OwnNode);
    }

    private void decision(String label, Side side, Who.Named subject) {
        String first = label;
        for (String passed : reasons.passed(side.passed(), subject.end())) {
            line(first, "passed", passed);
            first = "";
        }
        line(
                first,
                side.allowed() ? "allowed" : "denied",
                reasons.reason(side.decision(), subject.end(), side.direction(), subject.name()));
    }

    private void nearest(Side side, Who.Named subject, Who.Named peer, Flow flow) {
        List<NearMiss> nearest = side.nearest();
        String namespace =
                subject.end() instanceof End.OfPod(Pod pod) ? pod.key().namespace() : "";
        for (NearMiss miss : nearest.subList(0, Math.min(NEAREST, nearest.size()))) {
            out.println(INDENT + "nearest   " + reasons.rules().rule(miss.rule(), miss.peer(), namespace)
                    + paint.dim(Words.at(miss.location())) + ":");
            for (Mismatch mismatch : miss.mismatches()) {
                out.println(INDENT + " ".repeat(10) + MismatchWords.of(mismatch, flow, peer.end(), peer.name()));
            }
        }
        if (nearest.size() > NEAREST) {
            String more = Words.count(nearest.size() - NEAREST, "more rule");
            out.println(INDENT + " ".repeat(10) + "and " + more + " as near; -o json shows all");
        }
    }

    private void line(String label, String verdict, String text) {
        String word = pad(verdict, 10);
        String painted = switch (verdict) {
            case "allowed" -> paint.green(verdict) + word.substring(verdict.length());
            case "denied" -> paint.red(verdict) + word.substring(verdict.length());
            default -> word;
        };
        out.println("  " + pad(label, 9) + painted + text);
    }

    private static String pad(String text, int width) {
        return text + " ".repeat(Math.max(0, width - text.length()));
    }
}
