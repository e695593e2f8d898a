package dev.tierwall.cli.frame;

import java.io.IOException;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/**
 * One command: what it accepts, and what it does.
 *
 * <p>Options are declared as data with picocli's {@link OptionSpec}, not by annotated fields: reading annotations takes
 * longer at each start than all the rest of it (docs/decisions/0004-quick-start-up.md).
 */
public interface CliCommand {
    /** Adds this command's description, options and arguments to {@code spec}; {@code --help} is there already. */
    void describe(CommandSpec spec);

    /**
     * Does the work.
     *
     * @param given the options and arguments
     * @param shell where data and messages go, and what else the shell gave
     * @return an {@link ExitCode}
     * @throws IOException if the environment failed, which ends the command with {@link ExitCode#BROKEN}
     * @throws picocli.CommandLine.ParameterException if the command was used wrongly, see {@link Usage}
     */
    int run(ParseResult given, Shell shell) throws IOException;
}
