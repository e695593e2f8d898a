package dev.tierwall.cli.lab;

import dev.tierwall.cli.frame.CliCommand;
import dev.tierwall.cli.frame.ExitCode;
import dev.tierwall.cli.frame.Help;
import dev.tierwall.cli.frame.Shell;
import java.io.IOException;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** {@code tierwall lab down}: ends a lab with all that is in it. */
final class LabDown implements CliCommand {
    @Override
    public void describe(CommandSpec spec) {
        LabOptions.addName(spec);
        new Help("End a lab, and remove all that it made.")
                .example("tierwall lab down")
                .example("tierwall lab down other")
                .exitCodes("It is gone, or was not there.", "")
                .addTo(spec);
    }

    @Override
    public int run(ParseResult given, Shell shell) throws IOException {
        LabFolder folder = LabFolder.of(LabOptions.name(given), shell);
        Optional<LabProcess> process = LabProcess.of(folder);
        if (process.isPresent()) {
            process.get().kill();
            shell.err().println("lab " + folder.name() + " is down");
        } else if (folder.exists()) {
            shell.err().println("lab " + folder.name() + " had ended; removed what it left in " + folder.path());
        } else {
            shell.err().println("there is no lab " + folder.name());
        }
        folder.remove();
        return ExitCode.OK;
    }
}
