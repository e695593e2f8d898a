package dev.tierwall.cli.facts;

import dev.tierwall.cli.output.Paint;
import dev.tierwall.core.model.Finding;
import dev.tierwall.core.model.Finding.Severity;
import java.io.PrintWriter;
import java.util.List;

/** Says what is wrong with the input: each problem with its place, and below it what to do. */
public final class Reports {
    /** More notes than these are only counted, for they matter least. */
    private static final int NOTES = 5;

    private Reports() {}

    /** Prints findings in their order; of the notes a few, or with {@code verbose} all. */
    public static void print(List<Finding> findings, boolean verbose, PrintWriter err, Paint paint) {
        int notes = 0;
        for (Finding finding : findings) {
            if (finding.severity() == Severity.NOTE) {
                notes++;
                if (notes > NOTES && !verbose) {
                    continue;
                }
            }
            print(finding, err, paint);
        }
        if (notes > NOTES && !verbose) {
            err.println(paint.dim("… and " + (notes - NOTES) + " more notes; -v shows them"));
        }
    }

    private static void print(Finding finding, PrintWriter err, Paint paint) {
        String where = finding.location().file().isEmpty() ? "" : finding.location() + ": ";
        String severity = finding.severity().label() + ":";
        String painted = switch (finding.severity()) {
            case ERROR -> paint.red(severity);
            case WARNING -> paint.yellow(severity);
            case NOTE -> paint.dim(severity);
        };
        err.println(paint.bold(where) + painted + " " + finding.problem());
        if (!finding.remedy().isEmpty()) {
            err.println("  " + finding.remedy());
        }
    }
}
