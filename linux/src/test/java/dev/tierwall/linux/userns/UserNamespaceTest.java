package dev.tierwall.linux.userns;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tierwall.linux.process.Program;
import dev.tierwall.linux.process.RunningProgram;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What ordinary users can do, too: the same tests in a user namespace, whose root is nobody outside. */
@Timeout(180)
class UserNamespaceTest {

    private static void passThere(String tests, String... without) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("unshare", "--user", "--map-root-user", "--net"));
        // A JVM that starts where no link has an IPv6 address believes for ever that there is no IPv6.
        command.addAll(List.of("sh", "-c", "ip link set lo up && exec \"$@\"", "sh"));
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("--enable-native-access=ALL-UNNAMED", "-XX:TieredStopAtLevel=1", "-cp"));
        command.addAll(List.of(System.getProperty("java.class.path"), Tests.class.getName(), tests));
        command.addAll(Arrays.asList(without));
        try (RunningProgram program = RunningProgram.start(Program.of(command.toArray(String[]::new)))) {
            program.stdin().close();
            Thread errors = Thread.ofPlatform().start(() -> show(program));
            String said = new String(program.stdout().readAllBytes(), StandardCharsets.UTF_8);
            errors.join();
            assertThat(program.waitFor()).as(said).isZero();
            assertThat(said).contains("passed ");
        }
    }

    private static void show(RunningProgram program) {
        try {
            System.err.print(new String(program.stderr().readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException failure) {
            throw new java.io.UncheckedIOException(failure);
        }
    }

    @Test
    void programs() throws Exception {
        passThere("dev.tierwall.linux.process.RunningProgramTest");
    }

    @Test
    void connections() throws Exception {
        passThere("dev.tierwall.linux.conntrack.ConnectionTableTest");
    }

    @Test
    void deniedPackets() throws Exception {
        // The buffer cannot be made larger there, so more is lost; it is counted all the same.
        passThere("dev.tierwall.linux.log.DeniedLogTest");
    }

    @Test
    void changesOfTheRules() throws Exception {
        passThere("dev.tierwall.linux.nft.RuleSetMonitorTest");
    }

    @Test
    void factsOfANode() throws Exception {
        passThere("dev.tierwall.linux.node.NodeFactsTest");
    }

    @Test
    void denyingAndCutting() throws Exception {
        passThere("dev.tierwall.linux.packets.CutTest");
    }

    @Test
    void networks() throws Exception {
        passThere("dev.tierwall.linux.route.NetworkTest");
    }

    @Test
    void tables() throws Exception {
        passThere("dev.tierwall.linux.nft.KernelTableTest");
    }
}
