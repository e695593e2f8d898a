package dev.tierwall.cli;

import dev.tierwall.cli.agent.AgentCommand;
import dev.tierwall.cli.agent.FlowsCommand;
import dev.tierwall.cli.agent.StatusCommand;
import dev.tierwall.cli.check.CheckCommand;
import dev.tierwall.cli.completion.CompletionCommand;
import dev.tierwall.cli.explain.ExplainCommand;
import dev.tierwall.cli.frame.CliCommand;
import dev.tierwall.cli.lab.LabCommand;
import dev.tierwall.cli.report.DiffCommand;
import dev.tierwall.cli.report.ListCommand;
import dev.tierwall.cli.report.MatrixCommand;
import dev.tierwall.cli.test.TestCommand;
import java.util.List;
import java.util.function.Supplier;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** All commands, in the order in which help lists them. One is created when it is asked for, and not before. */
final class Commands {
    /** A command's name, and how to create it. */
    record Entry(String name, Supplier<CliCommand> create) {}

    static final List<Entry> ALL = List.of(
            new Entry("check", CheckCommand::new),
            new Entry("explain", ExplainCommand::new),
            new Entry("list", ListCommand::new),
            new Entry("matrix", MatrixCommand::new),
            new Entry("diff", DiffCommand::new),
            new Entry("lab", LabCommand::new),
            new Entry("agent", AgentCommand::new),
            new Entry("flows", FlowsCommand::new),
            new Entry("status", StatusCommand::new),
            new Entry("test", TestCommand::new),
            new Entry("completion", CompletionCommand::new),
            new Entry("version", VersionCommand::new));

    private Commands() {}

    /**
     * The command line that can run {@code args}. Where the first of them names a command, only that one exists: to
     * create all would cost more than most of them take to run.
     */
    static CommandLine lineFor(List<String> args) {
        String first = args.isEmpty() ? "" : args.getFirst();
        List<Entry> named =
                ALL.stream().filter(entry -> entry.name().equals(first)).toList();
        return lineOf(named.isEmpty() ? ALL : named);
    }

    /** A command line with these commands: all of them for help, completion and "did you mean". */
    static CommandLine lineOf(List<Entry> entries) {
        CommandSpec root = CommandSpec.create()
                .name(System.getProperty("tierwall.name", "tierwall"))
                .addOption(help())
                .addOption(OptionSpec.builder("-V", "--version")
                        .versionHelp(true)
                        .description("Print the version and exit.")
                        .build())
                .versionProvider(() -> new String[] {"tierwall " + VersionCommand.version()});
        root.usageMessage()
                .description("See, prove, enforce and learn Kubernetes network policies.")
                .synopsisSubcommandLabel("COMMAND");
        for (Entry entry : entries) {
            CliCommand command = entry.create().get();
            // The command stands as the "user object", from which picocli hands it back when it was asked for.
            CommandSpec spec = CommandSpec.wrapWithoutInspection(command).addOption(help());
            command.describe(spec);
            root.addSubcommand(entry.name(), spec);
        }
        return new CommandLine(root);
    }

    private static OptionSpec help() {
        return OptionSpec.builder("-h", "--help")
                .usageHelp(true)
                .description("Show this help and exit.")
                .build();
    }
}
