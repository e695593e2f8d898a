package dev.tierwall.cli.facts;

import dev.tierwall.cli.frame.ExitCode;
import dev.tierwall.core.model.Finding;
import dev.tierwall.core.model.Finding.Severity;
import dev.tierwall.core.model.Snapshot;
import java.util.List;

/**
 * What a command was given to answer from.
 *
 * @param snapshot the facts, as far as they could be read
 * @param findings what is wrong with the input, sorted
 */
public record Facts(Snapshot snapshot, List<Finding> findings) {

    public Facts {
        findings = findings.stream().sorted().distinct().toList();
    }

    /** Whether some of the input is wrong, so that an answer may not be what it would be without. */
    public boolean faulty() {
        return findings.stream().anyMatch(finding -> finding.severity() == Severity.ERROR);
    }

    /** The exit code of a command whose answer has the given one: wrong input outweighs any answer. */
    public int exitCode(int answer) {
        return faulty() ? Math.max(answer, ExitCode.USAGE) : answer;
    }
}
