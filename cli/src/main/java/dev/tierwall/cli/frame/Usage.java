package dev.tierwall.cli.frame;

import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/** Wrong usage that only a command itself can see, such as options that exclude one another. */
public final class Usage {
    private Usage() {}

    /** To be thrown: the message is printed with a hint at the command's help, and the exit code is USAGE. */
    public static ParameterException mistake(ParseResult given, String message) {
        return new ParameterException(given.commandSpec().commandLine(), message);
    }

    /** Says why a question cannot be answered, and below it what to ask instead; gives the exit code. */
    public static int refuse(ParseResult given, Shell shell, String problem, String remedy) {
        shell.err().println(given.commandSpec().qualifiedName() + ": " + problem);
        if (!remedy.isEmpty()) {
            shell.err().println("  " + remedy);
        }
        return ExitCode.USAGE;
    }
}
