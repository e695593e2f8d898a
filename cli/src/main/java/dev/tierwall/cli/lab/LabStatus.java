package dev.tierwall.cli.lab;

import dev.tierwall.cli.frame.CliCommand;
import dev.tierwall.cli.frame.ExitCode;
import dev.tierwall.cli.frame.Help;
import dev.tierwall.cli.frame.Shell;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** {@code tierwall lab status}: which labs there are. */
final class LabStatus implements CliCommand {
    @Override
    public void describe(CommandSpec spec) {
        LabOptions.addName(spec);
        new Help("Say which labs run, and how to reach them.")
                .example("tierwall lab status")
                .exitCodes("It runs, or some do.", "None does.")
                .addTo(spec);
    }

    @Override
    public int run(ParseResult given, Shell shell) throws IOException {
        boolean one = given.hasMatchedPositional(0);
        List<LabFolder> folders = one ? List.of(LabFolder.of(LabOptions.name(given), shell)) : LabFolder.all(shell);
        boolean any = false;
        for (LabFolder folder : folders) {
            Optional<LabProcess> process = LabProcess.of(folder);
            if (process.isPresent()) {
                any = true;
                shell.out()
                        .println(folder.name() + "\trunning\tpid "
                                + process.get().pid() + "\t"
                                + folder.read("ready").orElse("not ready") + "\tKUBECONFIG=" + folder.kubeconfig());
            } else if (folder.exists()) {
                shell.out()
                        .println(folder.name() + "\tended\tits log is " + folder.log() + "; 'tierwall lab down "
                                + folder.name() + "' removes it");
            }
        }
        if (!any) {
            shell.err().println("no lab runs; start one with 'tierwall lab up'");
        }
        return any ? ExitCode.OK : ExitCode.NO;
    }
}
