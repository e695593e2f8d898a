package dev.tierwall.cli;

import java.io.IOException;
import java.io.PrintWriter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/**
 * One command: what it accepts, and what it does.
 *
 * <p>Options are declared as data with picocli's {@link OptionSpec}, not by annotated fields: reading annotations takes
 * longer at each start than all the rest of it (docs/decisions/0004-quick-start-up.md).
 */
interface CliCommand {
    /** Adds this command's description, options and arguments to {@code spec}; {@code --help} is there already. */
    void describe(CommandSpec spec);

    /**
     * Does the work.
     *
     * @param given the options and arguments
     * @param out for data, as UTF-8; not flushed after each line
     * @param err for messages and progress
     * @return an {@link ExitCode}
     * @throws IOException if the environment failed, which ends the command with {@link ExitCode#BROKEN}
     */
    int run(ParseResult given, PrintWriter out, PrintWriter err) throws IOException;
}
