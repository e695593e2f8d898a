package dev.tierwall.cli;

import dev.tierwall.cli.frame.ExitCode;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;

/** What is said when a command ends by an exception, which a user's mistake never is. */
final class Failure {
    private Failure() {}

    /** Says on {@code err} what went wrong, and gives the exit code. */
    static int report(Throwable failure, PrintWriter err) {
        if (failure instanceof OutputLost lost && lost.readerWentAway()) {
            return ExitCode.PIPE_CLOSED;
        }
        err.println(describe(failure));
        return ExitCode.BROKEN;
    }

    /** One line, or with TIERWALL_DEBUG=1 the line and the whole trace. */
    static String describe(Throwable failure) {
        String line = "tierwall: "
                + switch (failure) {
                    case OutputLost lost -> "cannot write to standard output: " + lost.getMessage();
                    case IOException environment -> String.valueOf(environment.getMessage());
                    case OutOfMemoryError _ ->
                        "out of memory; give it more, for instance with TIERWALL_JAVA_OPTS=-Xmx4g";
                    default ->
                        "internal error: " + failure.toString().replace('\n', ' ')
                                + "; please report it, with what TIERWALL_DEBUG=1 adds";
                };
        if (!"1".equals(System.getenv("TIERWALL_DEBUG"))) {
            return line;
        }
        StringWriter trace = new StringWriter();
        failure.printStackTrace(new PrintWriter(trace));
        return line + System.lineSeparator() + trace;
    }
}
