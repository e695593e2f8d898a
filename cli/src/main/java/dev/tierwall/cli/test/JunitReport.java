package dev.tierwall.cli.test;

import dev.tierwall.core.claim.Outcome;
import dev.tierwall.core.claim.Outcome.Status;
import dev.tierwall.core.model.Finding;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Writes outcomes as JUnit's XML, a suite for each file, as continuous integration reads it. */
final class JunitReport {
    private final Counterexamples examples;
    private final PrintWriter out;

    JunitReport(Counterexamples examples, PrintWriter out) {
        this.examples = examples;
        this.out = out;
    }

    /** What stands in one file. */
    private record Suite(List<Outcome> outcomes, List<Finding> errors) {}

    void write(Report report) {
        Map<String, Suite> suites = new LinkedHashMap<>();
        for (Outcome outcome : report.outcomes()) {
            suite(suites, outcome.claim().location().file()).outcomes().add(outcome);
        }
        for (Finding error : report.errors()) {
            suite(suites, error.location().file()).errors().add(error);
        }
        out.println("<?xml version=\"1.0\" encoding=\"UTF-8\"?>");
        out.println("<testsuites name=\"tierwall test\">");
        suites.forEach((file, suite) -> write(file, suite, report));
        out.println("</testsuites>");
    }

    private static Suite suite(Map<String, Suite> suites, String file) {
        return suites.computeIfAbsent(file, name -> new Suite(new ArrayList<>(), new ArrayList<>()));
    }

    private void write(String file, Suite suite, Report report) {
        List<Outcome> all = suite.outcomes();
        long failures = all.stream().filter(report::fails).count();
        long skipped = all.stream()
                .filter(outcome -> outcome.status() == Status.EMPTY && !report.fails(outcome))
                .count();
        long errors = suite.errors().size()
                + all.stream()
                        .filter(outcome -> outcome.status() == Status.UNCLEAR)
                        .count();
        out.println("  <testsuite name=\"" + Plain.xml(file) + "\" tests=\""
                + (all.size() + suite.errors().size()) + "\" failures=\"" + failures + "\" errors=\"" + errors
                + "\" skipped=\"" + skipped + "\">");
        for (Outcome outcome : all) {
            write(outcome, report.fails(outcome));
        }
        for (Finding error : suite.errors()) {
            out.println("    <testcase classname=\"" + Plain.xml(file) + "\" name=\"line "
                    + error.location().line() + "\" file=\"" + Plain.xml(file) + "\" line=\""
                    + error.location().line() + "\">");
            out.println("      <error message=\"" + Plain.xml(error.problem()) + "\">" + Plain.xml(error.toString())
                    + "</error>");
            out.println("    </testcase>");
        }
        out.println("  </testsuite>");
    }

    private void write(Outcome outcome, boolean fails) {
        String file = Plain.xml(outcome.claim().location().file());
        String start = "    <testcase classname=\"" + file + "\" name=\""
                + Plain.xml(outcome.claim().title()) + "\" file=\"" + file + "\" line=\""
                + outcome.claim().location().line() + "\"";
        if (outcome.status() == Status.HOLDS && !fails) {
            out.println(start + "/>");
            return;
        }
        out.println(start + ">");
        String message = " message=\"" + Plain.xml(Report.why(outcome)) + "\"";
        if (!fails && outcome.status() == Status.EMPTY) {
            out.println("      <skipped" + message + "/>");
        } else {
            String element = fails ? "failure" : "error";
            out.println("      <" + element + message + ">"
                    + Plain.xml(outcome.claim().location().toString()));
            examples.lines(outcome, false).forEach(line -> out.println(Plain.xml(line)));
            outcome.remarks().forEach(remark -> out.println(Plain.xml(remark.toString())));
            out.println("</" + element + ">");
        }
        out.println("    </testcase>");
    }
}
