package dev.tierwall.cli.lab;

import dev.tierwall.cli.frame.CliCommand;
import dev.tierwall.cli.frame.ExitCode;
import dev.tierwall.cli.frame.Help;
import dev.tierwall.cli.frame.Shell;
import dev.tierwall.cli.frame.Usage;
import java.io.IOException;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParseResult;

/** {@code tierwall lab exec}: runs a command in a pod, where there is no kubectl. */
final class LabExec implements CliCommand {
    @Override
    public void describe(CommandSpec spec) {
        LabOptions.addLab(spec);
        spec.addOption(OptionSpec.builder("-n", "--namespace")
                .paramLabel("NAMESPACE")
                .type(String.class)
                .description("The pod's namespace; default if not said.")
                .build());
        spec.addOption(OptionSpec.builder("-c", "--container")
                .paramLabel("CONTAINER")
                .type(String.class)
                .description("The container; the first if not said.")
                .build());
        spec.addPositional(PositionalParamSpec.builder()
                .index("0..*")
                .paramLabel("POD -- COMMAND...")
                .type(List.class)
                .auxiliaryTypes(String.class)
                .required(true)
                .description("The pod, and what to run in it.")
                .build());
        new Help("Run a command in a pod of a lab. Its input is empty.")
                .example("tierwall lab exec -n frontend webserver01 -- nc -w 3 -v appserver01.application 8080")
                .exitCodes("The command's own code.", "")
                .addTo(spec);
    }

    @Override
    public int run(ParseResult given, Shell shell) throws IOException {
        List<String> words = given.matchedPositionalValue(0, List.of());
        if (words.size() < 2) {
            throw Usage.mistake(given, "name a pod and a command: POD -- COMMAND");
        }
        LabFolder folder = LabOptions.running(given, shell);
        ExecClient.Result result = LabClient.of(folder)
                .exec(
                        new ExecClient.Target(
                                given.matchedOptionValue("-n", "default"),
                                words.getFirst(),
                                given.matchedOptionValue("-c", "")),
                        words.subList(1, words.size()));
        shell.out().print(result.output());
        shell.err().print(result.errors());
        if (!result.failure().isEmpty()) {
            shell.err().println(result.failure());
        }
        return result.code() < 0 ? ExitCode.BROKEN : result.code();
    }
}
