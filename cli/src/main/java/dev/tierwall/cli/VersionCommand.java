package dev.tierwall.cli;

import dev.tierwall.cli.frame.CliCommand;
import dev.tierwall.cli.frame.ExitCode;
import dev.tierwall.cli.frame.Shell;
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
        spec.usageMessage().description("Print the version of Tierwall and of the Java that runs it.");
    }

    @Override
    public int run(ParseResult given, Shell shell) throws IOException {
        shell.out().println("tierwall " + version());
        shell.out().println("java " + Runtime.version());
        return ExitCode.OK;
    }

    /** The version that the build wrote beside this class. */
    static String version() throws IOException {
        try (InputStream text = Objects.requireNonNull(VersionCommand.class.getResourceAsStream("version.txt"))) {
            return new String(text.readAllBytes(), StandardCharsets.UTF_8).strip();
        }
    }
}
