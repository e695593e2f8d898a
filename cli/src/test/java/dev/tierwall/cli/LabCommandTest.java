package dev.tierwall.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tierwall.cli.frame.DataWriter;
import dev.tierwall.cli.frame.Shell;
import dev.tierwall.linux.process.Program;
import dev.tierwall.linux.process.RunningProgram;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Labs from the command line. Needs root or user namespaces, and nft, ip and bwrap. */
@Timeout(180)
class LabCommandTest {

    private static final String NAME = "test-" + ProcessHandle.current().pid();

    @TempDir
    private Path runtime;

    /** What a command said, and how it ended. */
    private record Said(int code, String out, String err) {}

    private Map<String, String> variables() {
        Map<String, String> variables = new HashMap<>(System.getenv());
        variables.put("XDG_RUNTIME_DIR", runtime.toString());
        return variables;
    }

    private Said tierwall(String... words) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        StringWriter err = new StringWriter();
        Shell shell = new Shell(
                InputStream.nullInputStream(),
                new DataWriter(out),
                new PrintWriter(err, true),
                variables(),
                Shell.Terminals.NONE);
        int code = Main.run(List.of(words), shell);
        return new Said(code, out.toString(StandardCharsets.UTF_8), err.toString());
    }

    /** The same as a process that is root in a user namespace and nobody outside. */
    private Said asUser(String... words) throws Exception {
        List<String> command = new ArrayList<>(List.of("unshare", "--user", "--map-root-user"));
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("--enable-native-access=ALL-UNNAMED", "-cp", System.getProperty("java.class.path")));
        command.add(Main.class.getName());
        command.addAll(List.of(words));
        try (RunningProgram program =
                RunningProgram.start(Program.of(command.toArray(String[]::new)).with(variables()))) {
            program.stdin().close();
            String out = new String(program.stdout().readAllBytes(), StandardCharsets.UTF_8);
            String err = new String(program.stderr().readAllBytes(), StandardCharsets.UTF_8);
            return new Said(program.waitFor(), out, err);
        }
    }

    private static Path example(String file) {
        return Path.of("..", "examples", "three-tier", file).toAbsolutePath().normalize();
    }

    private static Set<String> mounts() throws IOException {
        return new TreeSet<>(Files.readAllLines(Path.of("/proc/self/mounts")));
    }

    /** Processes of labs of this test. */
    private static List<String> processes() throws IOException {
        List<String> found = new ArrayList<>();
        try (DirectoryStream<Path> all = Files.newDirectoryStream(Path.of("/proc"), "[1-9]*")) {
            for (Path one : all) {
                try {
                    String line = new String(Files.readAllBytes(one.resolve("cmdline")), StandardCharsets.UTF_8);
                    if (line.contains("\0run-daemon\0" + NAME) || line.contains("bwrap\0--unshare-user")) {
                        found.add(one + " " + line.replace('\0', ' '));
                    }
                } catch (IOException gone) {
                    // It ended while we looked.
                }
            }
        }
        return found;
    }

    @Test
    void aLabEnforcesPoliciesAndLeavesNothing() throws Exception {
        Set<String> mounts = mounts();
        Said up = tierwall("lab", "up", NAME, "-f", example("00-app.yaml").toString());
        try {
            assertThat(up.code()).as(up.err()).isZero();
            Path kubeconfig = runtime.resolve("tierwall").resolve(NAME).resolve("kubeconfig");
            assertThat(up.out()).isEqualTo("export KUBECONFIG=" + kubeconfig + "\n");
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(kubeconfig)))
                    .isEqualTo("rw-------");
            assertThat(tierwall("lab", "status", NAME).out()).contains(NAME + "\trunning");
            assertThat(connect("webserver01", 0)).isZero();
            Said applied = tierwall(
                    "lab",
                    "apply",
                    "--lab",
                    NAME,
                    "-f",
                    example("01-default-deny-ingress.yaml").toString());
            assertThat(applied.code()).as(applied.err()).isZero();
            assertThat(connect("webserver01", 1)).isEqualTo(1);
            Said denied = exec("webserver01", "/agnhost", "connect", "appserver01.application:8080", "--timeout=500ms");
            assertThat(denied.err()).isEqualTo("TIMEOUT\n");
            assertThat(denied.code()).isEqualTo(1);
        } finally {
            assertThat(tierwall("lab", "down", NAME).code()).isZero();
        }
        assertThat(processes()).isEmpty();
        assertThat(mounts()).isEqualTo(mounts);
        assertThat(runtime.resolve("tierwall").resolve(NAME)).doesNotExist();
        assertThat(tierwall("lab", "status", NAME).code()).isEqualTo(1);
    }

    private Said exec(String pod, String... command) {
        List<String> words = new ArrayList<>(List.of("lab", "exec", "--lab", NAME, "-n", "frontend", pod, "--"));
        words.addAll(List.of(command));
        return tierwall(words.toArray(String[]::new));
    }

    /** Tries until it ends as wanted; the pods may not run yet, and policies not hold yet. */
    private int connect(String pod, int wanted) throws InterruptedException {
        int code = -1;
        for (int i = 0; i < 200 && code != wanted; i++) {
            Thread.sleep(50);
            code = exec(pod, "/agnhost", "connect", "appserver01.application:8080", "--timeout=500ms")
                    .code();
        }
        return code;
    }

    @Test
    void nothingIsLeftOfALabThatWasKilled() throws Exception {
        assertThat(tierwall("lab", "up", NAME, "--nodes", "1").code()).isZero();
        long pid = Long.parseLong(
                Files.readString(runtime.resolve("tierwall").resolve(NAME).resolve("process"))
                        .split(" ", 2)[0]);
        ProcessHandle process = ProcessHandle.of(pid).orElseThrow();
        List<ProcessHandle> all = new ArrayList<>(process.descendants().toList());
        all.add(process);
        assertThat(all).hasSizeGreaterThan(1);
        process.destroyForcibly();
        for (ProcessHandle one : all) {
            one.onExit().get();
        }
        assertThat(processes()).isEmpty();
        Said down = tierwall("lab", "down", NAME);
        assertThat(down.code()).isZero();
        assertThat(down.err()).contains("had ended");
        assertThat(tierwall("lab", "down", NAME).err()).contains("there is no lab");
    }

    @Test
    void anOrdinaryUserHasLabs() throws Exception {
        Said up = asUser("lab", "up", NAME, "-f", example("00-app.yaml").toString());
        try {
            assertThat(up.code()).as(up.err()).isZero();
            assertThat(connect("webserver02", 0)).isZero();
            assertThat(exec("webserver02", "sh", "-c", "id -u; cat /proc/self/status")
                            .out())
                    .startsWith("0\n")
                    .contains("CapEff:\t0000000000000000");
        } finally {
            assertThat(tierwall("lab", "down", NAME).code()).isZero();
        }
        assertThat(processes()).isEmpty();
    }

    @Test
    void wrongUseIsExplained() {
        assertThat(tierwall("lab").code()).isEqualTo(2);
        assertThat(tierwall("lab", "up", "Not/A/Name").err()).contains("a lab's name has");
        assertThat(tierwall("lab", "up", "--nodes", "0", NAME).err()).contains("1 to 20 nodes");
        assertThat(tierwall("lab", "up", "--image", "x=/nonexistent", NAME).err())
                .contains("is not there");
        assertThat(tierwall("lab", "exec", "--lab", NAME, "pod", "--", "true").err())
                .contains("does not run");
    }
}
