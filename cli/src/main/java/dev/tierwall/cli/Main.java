package dev.tierwall.cli;

import dev.tierwall.cli.completion.Completer;
import dev.tierwall.cli.frame.CliCommand;
import dev.tierwall.cli.frame.DataWriter;
import dev.tierwall.cli.frame.ExitCode;
import dev.tierwall.cli.frame.Shell;
import dev.tierwall.cli.frame.Shell.Terminals;
import dev.tierwall.cli.output.Paint;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** The way in: runs one command and turns every outcome into an exit code, never into a stack trace. */
public final class Main {
    private Main() {}

    public static void main(String[] args) {
        catchAll();
        // Not System.out: its encoding follows the locale, and its errors are silent.
        Shell shell = shell(
                new FileInputStream(FileDescriptor.in),
                new FileOutputStream(FileDescriptor.out),
                new FileOutputStream(FileDescriptor.err),
                System.getenv());
        int code = run(List.of(args), shell);
        // Not System.exit, which looks for a logger first. No shutdown hook is lost: commands clean up as they end,
        // and for a signal Java runs the hooks by itself.
        Runtime.getRuntime().halt(code);
    }

    /** From here on the process ends when any thread dies of an exception. */
    static void catchAll() {
        Thread.setDefaultUncaughtExceptionHandler(new LastResort());
    }

    /** A shell whose streams are written as UTF-8. */
    static Shell shell(InputStream stdin, OutputStream stdout, OutputStream stderr, Map<String, String> variables) {
        return new Shell(stdin, new DataWriter(new DataOutput(stdout)), messages(stderr), variables, terminals());
    }

    /** The launcher says which outputs are terminals: Java itself can only tell whether all of them are. */
    private static Terminals terminals() {
        String known = System.getProperty("tierwall.terminals", "");
        return new Terminals(known.contains("1"), known.contains("2"));
    }

    /** Runs one command line. */
    static int run(List<String> args, Shell shell) {
        int code;
        try {
            code = execute(args.isEmpty() ? List.of("--help") : args, shell);
            shell.out().flush();
        } catch (Throwable failure) { // an Error too, out of memory for one, ends with one line and an exit code
            code = Failure.report(failure, shell.err());
        }
        shell.err().flush();
        return code;
    }

    private static int execute(List<String> args, Shell shell) throws IOException {
        if (args.getFirst().equals(Completer.COMMAND)) {
            CommandLine all = Commands.lineOf(Commands.ALL);
            return Completer.complete(all.getCommandSpec(), args.subList(1, args.size()), shell);
        }
        CommandLine line = Commands.lineFor(args).setOut(shell.out()).setErr(shell.err());
        boolean colours = Paint.suited(shell.terminals().out(), shell) == Paint.COLOURS;
        line.setColorScheme(CommandLine.Help.defaultColorScheme(colours ? Ansi.ON : Ansi.OFF));
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
            return command.run(asked, shell);
        } catch (ParameterException mistake) {
            return explain(mistake, shell.err());
        }
    }

    private static int explain(ParameterException mistake, PrintWriter err) {
        String name = mistake.getCommandLine().getCommandSpec().qualifiedName();
        err.println(name + ": " + mistake.getMessage());
        UnmatchedArgumentException.printSuggestions(mistake, err);
        err.println("See '" + name + " --help'.");
        return ExitCode.USAGE;
    }

    private static PrintWriter messages(OutputStream stream) {
        return new PrintWriter(new OutputStreamWriter(stream, StandardCharsets.UTF_8), true);
    }

    private static final class LastResort implements Thread.UncaughtExceptionHandler {
        @Override
        public void uncaughtException(Thread thread, Throwable failure) {
            System.err.println(Failure.describe(failure));
            Runtime.getRuntime().halt(ExitCode.BROKEN);
        }
    }
}
