package dev.tierwall.cli;

import dev.tierwall.cli.frame.CliCommand;
import dev.tierwall.cli.frame.ExitCode;
import dev.tierwall.cli.frame.Help;
import dev.tierwall.cli.frame.Shell;
import dev.tierwall.cli.output.Format;
import dev.tierwall.cli.output.OutputOptions;
import dev.tierwall.cli.output.Tree;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** {@code tierwall version}: the version of Tierwall and of the Java that runs it. */
final class VersionCommand implements CliCommand {
    @Override
    public void describe(CommandSpec spec) {
        OutputOptions.addTo(spec, Format.TEXT, Format.JSON, Format.YAML);
        new Help("Print the version of Tierwall and of the Java that runs it.")
                .example("tierwall version")
                .example("tierwall version -o json")
                .exitCodes("Printed.", "")
                .addTo(spec);
    }

    @Override
    public int run(ParseResult given, Shell shell) throws IOException {
        Format format = OutputOptions.format(given);
        if (format == Format.TEXT) {
            shell.out().println("tierwall " + version());
            shell.out().println("java " + Runtime.version());
        } else {
            Tree tree = Tree.document(format, shell.out(), "Version");
            tree.field("version", version());
            tree.field("java", Runtime.version().toString());
            tree.close();
        }
        return ExitCode.OK;
    }

    /** The version that the build wrote beside this class. */
    static String version() throws IOException {
        try (InputStream text = Objects.requireNonNull(VersionCommand.class.getResourceAsStream("version.txt"))) {
            return new String(text.readAllBytes(), StandardCharsets.UTF_8).strip();
        }
    }
}
