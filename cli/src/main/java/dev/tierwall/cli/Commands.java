package dev.tierwall.cli;

import java.util.List;
import java.util.function.Supplier;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** All commands, in the order in which help lists them. One is created when it is asked for, and not before. */
final class Commands {
    /** A command's name, and how to create the object that picocli runs for it. */
    record Entry(String name, Supplier<Object> command) {}

    static final List<Entry> ALL = List.of(new Entry("version", VersionCommand::new));

    private Commands() {}

    /**
     * The command line that can run {@code args}. Where the first of them names a command, only that one exists: to
     * create all would cost more than most of them take to run.
     */
    static CommandLine lineFor(List<String> args) {
        String first = args.isEmpty() ? "" : args.getFirst();
        for (Entry entry : ALL) {
            if (entry.name().equals(first)) {
                return new CommandLine(root())
                        .addSubcommand(entry.name(), entry.command().get());
            }
        }
        return lineOfAll();
    }

    /** The command line with every command: for help, for completion and for the suggestion after a misspelt one. */
    static CommandLine lineOfAll() {
        CommandSpec root = root().addOption(OptionSpec.builder("-h", "--help")
                        .usageHelp(true)
                        .description("Show this help and exit.")
                        .build())
                .addOption(OptionSpec.builder("-V", "--version")
                        .versionHelp(true)
                        .description("Print the version and exit.")
                        .build())
                .version("tierwall " + VersionCommand.version());
        CommandLine line = new CommandLine(root);
        ALL.forEach(entry -> line.addSubcommand(entry.name(), entry.command().get()));
        return line;
    }

    private static CommandSpec root() {
        CommandSpec root = CommandSpec.create().name(System.getProperty("tierwall.name", "tierwall"));
        root.usageMessage()
                .description("See, prove, enforce and learn Kubernetes network policies.")
                .synopsisSubcommandLabel("COMMAND");
        return root;
    }
}
