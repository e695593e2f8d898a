package dev.tierwall.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** The way in: runs one command and turns every outcome into an exit code, never into a stack trace. */
public final class Main {
    private Main() {}

    public static void main(String[] args) {
        catchAll();
        // Not System.out: its encoding follows the locale, and its errors are silent.
        int code =
                run(List.of(args), new FileOutputStream(FileDescriptor.out), new FileOutputStream(FileDescriptor.err));
        // Not System.exit, which looks for a logger first. No shutdown hook is lost: commands clean up as they end,
        // and for a signal Java runs the hooks by itself.
        Runtime.getRuntime().halt(code);
    }

    /** From here on the process ends when any thread dies of an exception. */
    static void catchAll() {
        Thread.setDefaultUncaughtExceptionHandler(new LastResort());
    }

    /** Runs one command line, its data going to {@code stdout} and its messages to {@code stderr}, both as UTF-8. */
    static int run(List<String> args, OutputStream stdout, OutputStream stderr) {
        PrintWriter out = writer(new DataOutput(stdout), false);
        PrintWriter err = writer(stderr, true);
        int code;
        try {
            code = execute(args.isEmpty() ? List.of("--help") : args, out, err);
            out.flush();
        } catch (Throwable failure) { // an Error too, out of memory for one, ends with one line and an exit code
            code = Failure.report(failure, err);
        }
        err.flush();
        return code;
    }

    private static int execute(List<String> args, PrintWriter out, PrintWriter err) throws IOException {
        CommandLine line = Commands.lineFor(args).setOut(out).setErr(err);
        try {
            ParseResult given = line.parseArgs(args.toArray(String[]::new));
            if (CommandLine.executeHelpRequest(given) != null) {
                return ExitCode.OK;
            }
            if (!given.hasSubcommand()) {
                throw new ParameterException(line, "no command given");
            }
            ParseResult asked = given.subcommand();
            CliCommand command = (CliCommand) asked.commandSpec().userObject();
            return command.run(asked, out, err);
        } catch (ParameterException mistake) {
            return explain(mistake, err);
        }
    }

    private static int explain(ParameterException mistake, PrintWriter err) {
        String name = mistake.getCommandLine().getCommandSpec().qualifiedName();
        err.println(name + ": " + mistake.getMessage());
        UnmatchedArgumentException.printSuggestions(mistake, err);
        err.println("See '" + name + " --help'.");
        return ExitCode.USAGE;
    }

    private static PrintWriter writer(OutputStream stream, boolean flushEachLine) {
        return new PrintWriter(new OutputStreamWriter(stream, StandardCharsets.UTF_8), flushEachLine);
    }

    private static final class LastResort implements Thread.UncaughtExceptionHandler {
        @Override
        public void uncaughtException(Thread thread, Throwable failure) {
            System.err.println(Failure.describe(failure));
            Runtime.getRuntime().halt(ExitCode.BROKEN);
        }
    }
}
