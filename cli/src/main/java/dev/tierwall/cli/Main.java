package dev.tierwall.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** The way in: runs one command and turns every outcome into an exit code, never into a stack trace. */
public final class Main {
    private Main() {}

    public static void main(String[] args) {
        Thread.setDefaultUncaughtExceptionHandler((thread, failure) -> {
            System.err.println(Failure.describe(failure));
            Runtime.getRuntime().halt(ExitCode.BROKEN);
        });
        // Not System.out: its encoding follows the locale, and its errors are silent.
        System.exit(
                run(List.of(args), new FileOutputStream(FileDescriptor.out), new FileOutputStream(FileDescriptor.err)));
    }

    /** Runs one command line, its data going to {@code stdout} and its messages to {@code stderr}, both as UTF-8. */
    static int run(List<String> args, OutputStream stdout, OutputStream stderr) {
        PrintWriter out = writer(new DataOutput(stdout), false);
        PrintWriter err = writer(stderr, true);
        int code;
        try {
            code = Commands.lineFor(args)
                    .setOut(out)
                    .setErr(err)
                    .setParameterExceptionHandler((mistake, rest) -> explain(mistake))
                    .setExecutionExceptionHandler((failure, line, parsed) -> Failure.report(failure, err))
                    .execute(args.toArray(String[]::new));
            out.flush();
        } catch (Throwable failure) { // an Error too, out of memory for one, ends with one line and an exit code
            code = Failure.report(failure, err);
        }
        err.flush();
        return code;
    }

    private static PrintWriter writer(OutputStream stream, boolean flushEachLine) {
        return new PrintWriter(new OutputStreamWriter(stream, StandardCharsets.UTF_8), flushEachLine);
    }

    private static int explain(ParameterException mistake) {
        CommandLine line = mistake.getCommandLine();
        PrintWriter err = line.getErr();
        String name = line.getCommandSpec().qualifiedName();
        err.println(name + ": " + mistake.getMessage());
        UnmatchedArgumentException.printSuggestions(mistake, err);
        err.println("See '" + name + " --help'.");
        return ExitCode.USAGE;
    }
}
