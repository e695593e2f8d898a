package dev.tierwall.cli.lab;

import dev.tierwall.cli.frame.CliCommand;
import dev.tierwall.cli.frame.Help;
import dev.tierwall.cli.frame.Shell;
import java.io.IOException;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/** {@code tierwall lab apply}: applies manifests, where there is no kubectl. */
final class LabApply implements CliCommand {
    @Override
    public void describe(CommandSpec spec) {
        LabOptions.addLab(spec);
        spec.addOption(OptionSpec.builder("-f", "--filename")
                .paramLabel("FILE")
                .type(List.class)
                .auxiliaryTypes(String.class)
                .required(true)
                .description("A file, a folder, or - for standard input.")
                .build());
        new Help("Apply manifests to a lab.")
                .example("tierwall lab apply -f examples/three-tier/00-app.yaml")
                .exitCodes("All were accepted.", "")
                .addTo(spec);
    }

    @Override
    public int run(ParseResult given, Shell shell) throws IOException {
        return new LabManifests(LabOptions.running(given, shell), shell)
                .apply(given.matchedOptionValue("-f", List.of()));
    }
}
