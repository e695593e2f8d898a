package dev.tierwall.cli.completion;

import dev.tierwall.cli.frame.CliCommand;
import dev.tierwall.cli.frame.ExitCode;
import dev.tierwall.cli.frame.Help;
import dev.tierwall.cli.frame.Shell;
import dev.tierwall.cli.frame.Usage;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParseResult;

/** {@code tierwall completion}: the script by which a shell completes command lines. */
public final class CompletionCommand implements CliCommand {
    private static final List<String> SHELLS = List.of("bash", "zsh", "fish");

    @Override
    public void describe(CommandSpec spec) {
        spec.addPositional(PositionalParamSpec.builder()
                .index("0")
                .paramLabel("SHELL")
                .type(String.class)
                .required(true)
                .completionCandidates(SHELLS)
                .description("bash, zsh or fish.")
                .build());
        new Help("Print the script that completes command lines, with names of the cluster or of the files of -f.")
                .example("source <(tierwall completion bash)      # into ~/.bashrc")
                .example("source <(tierwall completion zsh)       # into ~/.zshrc, after compinit")
                .example("tierwall completion fish | source       # into ~/.config/fish/config.fish")
                .exitCodes("Printed.", "")
                .addTo(spec);
    }

    @Override
    public int run(ParseResult given, Shell shell) throws IOException {
        String name = given.matchedPositionalValue(0, "");
        if (!SHELLS.contains(name)) {
            throw Usage.mistake(given, "completion is for bash, zsh or fish, not '" + name + "'");
        }
        try (InputStream script =
                Objects.requireNonNull(CompletionCommand.class.getResourceAsStream("completion." + name))) {
            shell.out().print(new String(script.readAllBytes(), StandardCharsets.UTF_8));
        }
        return ExitCode.OK;
    }
}
