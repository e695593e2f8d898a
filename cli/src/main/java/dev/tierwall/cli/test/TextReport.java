package dev.tierwall.cli.test;

import dev.tierwall.cli.output.Paint;
import dev.tierwall.core.claim.Outcome;
import dev.tierwall.core.claim.Outcome.Status;
import dev.tierwall.core.words.Words;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;

/** Writes outcomes for a person. */
final class TextReport {
    private final Counterexamples examples;
    private final Paint paint;
    private final PrintWriter out;

    TextReport(Counterexamples examples, Paint paint, PrintWriter out) {
        this.examples = examples;
        this.paint = paint;
        this.out = out;
    }

    void write(Report report) {
        for (Outcome outcome : report.outcomes()) {
            write(outcome, report.fails(outcome));
        }
        List<String> parts = new ArrayList<>();
        add(parts, report.count(Status.HOLDS), "holds", "hold");
        add(parts, report.count(Status.FAILS), "fails", "fail");
        add(parts, report.count(Status.EMPTY), "speaks of no connection", "speak of no connection");
        add(parts, report.count(Status.UNCLEAR), "cannot be judged", "cannot be judged");
        if (!parts.isEmpty()) {
            out.println();
        }
        out.println(
                Words.count(report.outcomes().size(), "assertion") + (parts.isEmpty() ? "" : ": " + Words.and(parts)));
    }

    private static void add(List<String> parts, int count, String one, String many) {
        if (count > 0) {
            parts.add(count + " " + (count == 1 ? one : many));
        }
    }

    private void write(Outcome outcome, boolean fails) {
        String word = switch (outcome.status()) {
            case HOLDS -> fails ? paint.red("EMPTY  ") : paint.green("holds  ");
            case FAILS -> paint.red("FAILS  ");
            case EMPTY -> fails ? paint.red("EMPTY  ") : paint.yellow("empty  ");
            case UNCLEAR -> paint.red("UNCLEAR");
        };
        String where = outcome.status() == Status.HOLDS && !fails
                ? ""
                : paint.dim(Words.at(outcome.claim().location()));
        out.println(word + "  " + Plain.line(outcome.claim().title()) + where);
        examples.lines(outcome, true).forEach(line -> out.println("         " + line));
    }
}
