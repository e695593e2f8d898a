package dev.tierwall.cli.test;

import dev.tierwall.core.claim.Outcome;
import dev.tierwall.core.claim.Outcome.Status;
import dev.tierwall.core.model.Finding;
import java.io.PrintWriter;

/** Writes outcomes by the Test Anything Protocol, version 14. */
final class TapReport {
    private final Counterexamples examples;
    private final PrintWriter out;

    TapReport(Counterexamples examples, PrintWriter out) {
        this.examples = examples;
        this.out = out;
    }

    void write(Report report) {
        out.println("TAP version 14");
        out.println("1.." + (report.outcomes().size() + report.errors().size()));
        int number = 0;
        for (Outcome outcome : report.outcomes()) {
            write(++number, outcome, report.fails(outcome));
        }
        for (Finding error : report.errors()) {
            out.println("not ok " + ++number + " - " + escaped(error.toString()));
        }
    }

    private void write(int number, Outcome outcome, boolean fails) {
        boolean ok = !fails && outcome.status() != Status.UNCLEAR;
        String skip = ok && outcome.status() == Status.EMPTY ? " # SKIP " + Report.why(outcome) : "";
        out.println((ok ? "ok " : "not ok ") + number + " - "
                + escaped(outcome.claim().title()) + skip);
        if (ok) {
            return;
        }
        out.println("  ---");
        out.println("  message: " + quoted(Report.why(outcome)));
        out.println("  at: " + quoted(outcome.claim().location().toString()));
        if (outcome.counterexample().isPresent()) {
            out.println("  counterexample: |2");
            examples.lines(outcome, false).forEach(line -> out.println("    " + Plain.line(line)));
        }
        out.println("  ...");
    }

    private static String escaped(String text) {
        return Plain.line(text).replace("\\", "\\\\").replace("#", "\\#");
    }

    private static String quoted(String text) {
        return "\"" + Plain.line(text).replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
    }
}
