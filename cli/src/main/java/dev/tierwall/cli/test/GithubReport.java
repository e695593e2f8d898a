package dev.tierwall.cli.test;

import dev.tierwall.core.claim.Outcome;
import dev.tierwall.core.claim.Outcome.Status;
import dev.tierwall.core.model.Finding;
import dev.tierwall.core.model.Finding.Severity;
import dev.tierwall.core.model.Location;
import java.io.PrintWriter;
import java.util.stream.Stream;

/** Writes outcomes as commands of GitHub's workflows, which shows them beside the lines that they are about. */
final class GithubReport {
    private final Counterexamples examples;
    private final PrintWriter out;

    GithubReport(Counterexamples examples, PrintWriter out) {
        this.examples = examples;
        this.out = out;
    }

    void write(Report report) {
        Stream<Finding> remarks = report.outcomes().stream().flatMap(outcome -> outcome.remarks().stream());
        Stream.concat(report.findings().stream(), remarks)
                .sorted()
                .distinct()
                .forEach(finding -> write(
                        finding.severity() == Severity.NOTE
                                ? "notice"
                                : finding.severity().label(),
                        finding.location(),
                        "tierwall test",
                        finding.problem() + (finding.remedy().isEmpty() ? "" : "\n" + finding.remedy())));
        for (Outcome outcome : report.outcomes()) {
            if (report.fails(outcome)) {
                String lines = String.join("\n", examples.lines(outcome, false));
                write(
                        "error",
                        outcome.claim().location(),
                        outcome.claim().title(),
                        Report.why(outcome) + (lines.isEmpty() ? "" : "\n" + lines));
            }
        }
        int all = report.outcomes().size();
        out.println(report.count(Status.HOLDS) + " of " + all + " assertions hold");
    }

    private void write(String command, Location at, String title, String message) {
        String place = at.line() == 0 ? "" : ",line=" + at.line() + ",col=" + at.column();
        out.println("::" + command + " file=" + property(at.file()) + place + ",title=" + property(Plain.line(title))
                + "::" + escaped(message));
    }

    private static String escaped(String text) {
        return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A");
    }

    private static String property(String text) {
        return escaped(text).replace(":", "%3A").replace(",", "%2C");
    }
}
