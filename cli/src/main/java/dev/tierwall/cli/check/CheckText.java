package dev.tierwall.cli.check;

import dev.tierwall.cli.output.Paint;
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
import java.util.List;

/** Writes answers for a person. */
final class CheckText {
    private static final int NEAREST = 3;
    private static final String INDENT = " ".repeat(11);

    private final ReasonWords reasons;
    private final Paint paint;
    private final PrintWriter out;

    CheckText(CompiledPolicy policy, Paint paint, PrintWriter out) {
        this.reasons = new ReasonWords(policy);
        this.paint = paint;
        this.out = out;
    }

    void write(Answers answers) {
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
            out.println(
                    Words.count(all, "different answer") + ": " + allowed + " allowed, " + (all - allowed) + " denied");
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
            line(
                    "service",
                    "forwards",
                    "to " + Who.names(answer.destinations()) + " " + flow.port() + "/" + flow.protocol());
        }
        Explanation explanation = answer.explanation();
        if (isExempt(explanation)) {
            side("both", explanation.egress(), flow.source(), flow);
        } else {
            side("egress", explanation.egress(), flow.source(), flow);
            side("ingress", explanation.ingress(), flow.destination(), flow);
        }
    }

    /** Whether one thing beyond all policies decides for both sides. */
    private static boolean isExempt(Explanation explanation) {
        Origin origin = explanation.egress().decision().origin();
        return origin.equals(explanation.ingress().decision().origin())
                && (origin instanceof Origin.Itself || origin instanceof Origin.OwnNode);
    }

    private void side(String label, Side side, End subject, Flow flow) {
        String first = label;
        for (String passed : reasons.passed(side.passed(), subject)) {
            line(first, "passed", passed);
            first = "";
        }
        line(first, side.allowed() ? "allowed" : "denied", reasons.reason(side.decision(), subject, side.direction()));
        nearest(side, subject, flow);
    }

    private void nearest(Side side, End subject, Flow flow) {
        End peer = subject.equals(flow.source()) ? flow.destination() : flow.source();
        List<NearMiss> nearest = side.nearest();
        String namespace = subject instanceof End.OfPod of ? of.pod().key().namespace() : "";
        for (NearMiss miss : nearest.subList(0, Math.min(NEAREST, nearest.size()))) {
            out.println(INDENT + "nearest   " + reasons.rules().rule(miss.rule(), miss.peer(), namespace)
                    + paint.dim(Words.at(miss.location())) + ":");
            for (Mismatch mismatch : miss.mismatches()) {
                out.println(INDENT + " ".repeat(10) + MismatchWords.of(mismatch, flow, peer));
            }
        }
        if (nearest.size() > NEAREST) {
            out.println(INDENT + " ".repeat(10) + "… and " + Words.count(nearest.size() - NEAREST, "rule")
                    + " more as near");
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
