package dev.tierwall.cli.lab;

import dev.tierwall.cli.frame.CliCommand;
import dev.tierwall.cli.frame.Help;
import dev.tierwall.cli.frame.Shell;
import dev.tierwall.cli.frame.Usage;
import dev.tierwall.cli.lab.demo.LabDemo;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/** {@code tierwall lab}: its parts are commands of their own. */
public final class LabCommand implements CliCommand {

    private static Map<String, CliCommand> parts() {
        Map<String, CliCommand> parts = new LinkedHashMap<>();
        parts.put("up", new LabUp());
        parts.put("status", new LabStatus());
        parts.put("apply", new LabApply());
        parts.put("exec", new LabExec());
        parts.put("demo", new LabDemo());
        parts.put("down", new LabDown());
        return parts;
    }

    @Override
    public void describe(CommandSpec spec) {
        parts().forEach((name, part) -> spec.addSubcommand(name, describe(part)));
        hide(spec, LabDaemon.NAME, new LabDaemon());
        hide(spec, LabRehearsal.NAME, new LabRehearsal());
        new Help("Run a small cluster on this machine, in which policies hold: pods without containers or images.")
                .example("tierwall lab up")
                .example("tierwall lab up -f manifests/")
                .example("kubectl get pods -A")
                .example("tierwall lab down")
                .text(
                        "A lab is one process with network namespaces in it. It needs Linux, and runs as root or as",
                        "anybody whom the system lets make user namespaces. What it has is described in docs/lab.md.")
                .exitCodes("Done.", "")
                .addTo(spec);
    }

    private static void hide(CommandSpec spec, String name, CliCommand part) {
        CommandSpec hidden = describe(part);
        hidden.usageMessage().hidden(true);
        spec.addSubcommand(name, hidden);
    }

    private static CommandSpec describe(CliCommand part) {
        CommandSpec spec = CommandSpec.wrapWithoutInspection(part)
                .addOption(OptionSpec.builder("-h", "--help")
                        .usageHelp(true)
                        .description("Show this help and exit.")
                        .build());
        part.describe(spec);
        return spec;
    }

    @Override
    public int run(ParseResult given, Shell shell) throws IOException {
        if (!given.hasSubcommand()) {
            throw Usage.mistake(given, "say what to do with the lab: up, status, apply, exec, demo or down");
        }
        ParseResult part = given.subcommand();
        return ((CliCommand) part.commandSpec().userObject()).run(part, shell);
    }
}
