package dev.tierwall.cli.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tierwall.cli.Cli;
import dev.tierwall.cli.frame.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The ways of naming a state of the tutorial that its README shows. */
class ThreeTierTest {
    private static final String FOLDER = Cli.ROOT.resolve("examples/three-tier").toString();

    @Test
    void theFolderAloneIsTheLastStepWithoutTheTrap() {
        Cli.Result denied = Cli.run("check", "-f", FOLDER, "frontend/webserver01", "database/db01:5432");
        assertThat(denied.code()).isEqualTo(ExitCode.NO);
        assertThat(denied.err()).isEmpty();
        assertThat(denied.out())
                .contains(
                        "frontend/webserver01 → database/db01 5432/TCP   DENIED\n",
                        "no policy isolates frontend/webserver01 for egress\n",
                        "database/db01 is isolated by default-deny-ingress and from-application-to-db; no rule matches\n",
                        "needs namespace label name=application, namespace frontend has name=frontend\n");
        assertThat(code("-f", FOLDER, "application/appserver01", "outside/proxy:3128"))
                .isEqualTo(ExitCode.OK);
    }

    @Test
    void theTrapLaidOverItOpensTheDatabase() {
        assertThat(code("-f", FOLDER, "-f", FOLDER + "-trap", "frontend/webserver01", "database/db01:5432"))
                .isEqualTo(ExitCode.OK);
    }

    @Test
    void theFilesUpToAStepAddUpOnStandardInput() throws IOException {
        assertThat(afterStep(2)).isEqualTo(ExitCode.NO);
        assertThat(afterStep(3)).isEqualTo(ExitCode.OK);
    }

    private static int afterStep(int step) throws IOException {
        StringBuilder manifests = new StringBuilder();
        try (var files = Files.list(Path.of(FOLDER))) {
            List<Path> steps = files.filter(
                            file -> file.getFileName().toString().matches("0[0-" + step + "]-.*"))
                    .sorted()
                    .toList();
            for (Path file : steps) {
                manifests.append(Files.readString(file));
            }
        }
        return Cli.withInput(
                        manifests.toString(),
                        "check",
                        "-f",
                        "-",
                        "frontend/webserver02",
                        "application/appserver01:8080")
                .code();
    }

    private static int code(String... args) {
        String[] all = new String[args.length + 1];
        all[0] = "check";
        System.arraycopy(args, 0, all, 1, args.length);
        return Cli.run(all).code();
    }
}
