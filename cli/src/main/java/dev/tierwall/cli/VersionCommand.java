package dev.tierwall.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
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
    public int run(ParseResult given, PrintWriter out, PrintWriter err) throws IOException {
        out.println("tierwall " + version());
        out.println("java " + Runtime.version());
        return ExitCode.OK;
    }

    /** The version that the build wrote beside this class. */
    static String version() throws IOException {
        try (InputStream text = Objects.requireNonNull(VersionCommand.class.getResourceAsStream("version.txt"))) {
            return new String(text.readAllBytes(), StandardCharsets.UTF_8).strip();
        }
    }
}
