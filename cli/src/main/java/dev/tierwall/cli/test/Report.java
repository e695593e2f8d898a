package dev.tierwall.cli.test;

import dev.tierwall.cli.frame.ExitCode;
import dev.tierwall.core.claim.Outcome;
import dev.tierwall.core.claim.Outcome.Status;
import dev.tierwall.core.model.Finding;
import dev.tierwall.core.model.Finding.Severity;
import java.util.List;

/**
 * What came of some files of assertions.
 *
 * @param outcomes one for each assertion that could be read
 * @param findings what is wrong with the files
 * @param strict whether an assertion fails of which a selector matches nothing
 */
record Report(List<Outcome> outcomes, List<Finding> findings, boolean strict) {

    boolean fails(Outcome outcome) {
        return outcome.status() == Status.FAILS
                || (strict
                        && outcome.status() != Status.UNCLEAR
                        && !outcome.remarks().isEmpty());
    }

    /** The assertions that could not be read, as far as they are known. */
    List<Finding> errors() {
        return findings.stream()
                .filter(finding -> finding.severity() == Severity.ERROR)
                .toList();
    }

    int count(Status status) {
        return (int)
                outcomes.stream().filter(outcome -> outcome.status() == status).count();
    }

    int exitCode() {
        if (!errors().isEmpty() || count(Status.UNCLEAR) > 0) {
            return ExitCode.USAGE;
        }
        return outcomes.stream().anyMatch(this::fails) ? ExitCode.NO : ExitCode.OK;
    }

    /** Why an assertion does not simply hold, in one line. */
    static String why(Outcome outcome) {
        return switch (outcome.status()) {
            case HOLDS -> outcome.remarks().isEmpty() ? "" : "one of its selectors matches nothing";
            case FAILS ->
                outcome.counterexample().orElseThrow().isAllowed()
                        ? "a connection is allowed that should not be"
                        : "a connection is denied that should be allowed";
            case EMPTY -> "there is no connection that it speaks of";
            case UNCLEAR ->
                outcome.remarks().stream()
                        .filter(finding -> finding.severity() == Severity.ERROR)
                        .map(Finding::problem)
                        .findFirst()
                        .orElse("it cannot be judged");
        };
    }
}
