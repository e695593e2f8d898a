package dev.tierwall.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tierwall.cli.frame.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CompletionTest {
    private static final String CLUSTER = "src/test/resources/dev/tierwall/cli/cluster.yaml";

    @Test
    void commandsAreOfferedWithWhatTheyAreFor() {
        assertThat(complete(""))
                .contains("check\tSay whether one connection is allowed, and why, for both of its sides.");
        assertThat(complete("ver"))
                .containsExactly("version\tPrint the version of Tierwall and of the Java that runs it.", ":4");
        assertThat(complete("nonsense", "")).containsExactly(":4");
    }

    @Test
    void namesAreThoseOfTheFiles() {
        assertThat(complete("check", "-f", CLUSTER, "shop/w"))
                .containsExactly("shop/web\tDeployment", "shop/web-5d9c-a\tPod", "shop/web-5d9c-b\tPod", ":4");
        assertThat(complete("explain", "-f", CLUSTER, "-n", "shop", "db"))
                .containsExactly("db\tStatefulSet", "db-0\tPod", "db-1\tPod", ":4");
        assertThat(complete("check", "-f", CLUSTER, "ops/d"))
                .as("finished pods have no connections")
                .containsExactly(":4");
    }

    @Test
    void portsFollowTheDestination() {
        assertThat(complete("check", "-f", CLUSTER, "shop/web", "svc:shop/w"))
                .containsExactly("svc:shop/web\tService", ":4");
        assertThat(complete("check", "-f", CLUSTER, "shop/web", "svc:shop/web:"))
                .containsExactly("svc:shop/web:80/TCP\thttp", "svc:shop/web:9090/TCP\tmetrics", ":4");
        assertThat(complete("check", "-f", CLUSTER, "shop/web", "shop/db-0:"))
                .containsExactly("shop/db-0:5432/TCP\tsql", ":4");
    }

    @Test
    void optionsAndTheirValuesAreOffered() {
        assertThat(complete("check", "--co"))
                .containsExactly(
                        "--context\tThe kubeconfig context to use.", "--color\tColours: auto, always or never.", ":4");
        assertThat(complete("check", "-o", "")).containsExactly("text", "json", "yaml", ":4");
        assertThat(complete("check", "--color=n")).containsExactly("--color=never", ":4");
        assertThat(complete("check", "-f", CLUSTER, "-n", "")).containsExactly("ops", "shop", ":4");
        assertThat(complete("check", "-f", "")).as("file names").containsExactly(":0");
    }

    @Test
    void whatCannotBeReadIsPassedOverInSilence() {
        assertThat(complete("check", "-f", "nowhere.yaml", "")).containsExactly("internet\tall public addresses", ":4");
        assertThat(complete("check", "--kubeconfig", "nowhere", "a")).containsExactly(":4");
        assertThat(complete("check", "-f")).isNotEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"bash", "zsh", "fish"})
    void everyShellHasAScript(String shell) {
        Cli.Result result = Cli.run("completion", shell);
        assertThat(result.code()).isEqualTo(ExitCode.OK);
        assertThat(result.out()).contains("__complete", "kubectl-tierwall");
    }

    @Test
    void otherShellsAreRefused() {
        Cli.Result result = Cli.run("completion", "tcsh");
        assertThat(result.code()).isEqualTo(ExitCode.USAGE);
        assertThat(result.err()).startsWith("tierwall completion: completion is for bash, zsh or fish, not 'tcsh'\n");
    }

    @Test
    void bashCompletesAcrossTheColonsInNames(@TempDir Path folder) throws IOException, InterruptedException {
        Path program = folder.resolve("tierwall");
        Files.writeString(
                program,
                "#!/bin/sh\nexec '" + System.getProperty("java.home") + "/bin/java' -XX:TieredStopAtLevel=1 -cp '"
                        + System.getProperty("java.class.path") + "' dev.tierwall.cli.Main \"$@\"\n");
        assertThat(program.toFile().setExecutable(true)).isTrue();
        Path script = folder.resolve("completion.bash");
        Files.writeString(script, Cli.run("completion", "bash").out());

        assertThat(bash(script, program + " check -f " + CLUSTER + " shop/web svc:shop/web:8"))
                .containsExactly("80/TCP");
        assertThat(bash(script, program + " explain -f " + CLUSTER + " shop/db-"))
                .containsExactly("shop/db-0", "shop/db-1");
        assertThat(bash(script, program + " check -f src/test/resour")).containsExactly("src/test/resources");
    }

    private static List<String> bash(Path script, String line) throws IOException, InterruptedException {
        Process bash = new ProcessBuilder(
                        "bash",
                        "-c",
                        "source \"$1\"; COMP_LINE=$2; COMP_POINT=${#2}; _tierwall; printf '%s\\n' \"${COMPREPLY[@]}\"",
                        "bash",
                        script.toString(),
                        line)
                .redirectErrorStream(true)
                .start();
        bash.getOutputStream().close();
        List<String> answer =
                new String(bash.getInputStream().readAllBytes()).lines().toList();
        assertThat(bash.waitFor(30, TimeUnit.SECONDS)).isTrue();
        return answer;
    }

    private static List<String> complete(String... words) {
        List<String> line = new ArrayList<>(List.of("__complete"));
        line.addAll(List.of(words));
        Cli.Result result = Cli.run(line, "", Map.of("HOME", "/nonexistent"));
        assertThat(result.code()).isEqualTo(ExitCode.OK);
        assertThat(result.err()).isEmpty();
        return result.out().lines().toList();
    }
}
