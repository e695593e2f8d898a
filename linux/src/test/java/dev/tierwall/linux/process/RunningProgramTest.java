package dev.tierwall.linux.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tierwall.linux.netns.NetworkNamespace;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Real programs, their streams and their ends. */
@Timeout(60)
class RunningProgramTest {

    private static Program shell(String script) {
        return Program.of("sh", "-c", script);
    }

    private static String text(InputStream stream) throws IOException {
        return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    }

    private static void type(RunningProgram program, String text) throws IOException {
        program.stdin().write(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Reads until something has been printed. */
    private static String until(InputStream stream, String wanted) throws IOException {
        StringBuilder seen = new StringBuilder();
        while (seen.indexOf(wanted) < 0) {
            int next = stream.read();
            assertThat(next).as("the end, after: " + seen).isNotNegative();
            seen.append((char) next);
        }
        return seen.toString();
    }

    @Test
    void theStreamsAreApartAndTheExitCodeIsTheProgramsOwn() throws Exception {
        try (RunningProgram program = RunningProgram.start(shell("cat; echo wrong >&2; exit 7"))) {
            type(program, "one\ntwo\n");
            program.stdin().close();
            assertThat(text(program.stdout())).isEqualTo("one\ntwo\n");
            assertThat(text(program.stderr())).isEqualTo("wrong\n");
            assertThat(program.waitFor()).isEqualTo(7);
        }
    }

    @Test
    void theEnvironmentAndTheFolderAreThoseThatWereAskedFor(@TempDir Path folder) throws Exception {
        Program program = shell("pwd; env").in(folder).with(Map.of("COLOUR", "blue = green", "PATH", "/usr/bin:/bin"));
        try (RunningProgram running = RunningProgram.start(program)) {
            assertThat(text(running.stdout()).lines())
                    .contains(folder.toString(), "COLOUR=blue = green")
                    .noneMatch(line -> line.startsWith("HOME="));
        }
    }

    @Test
    void aSignalEndsItWith128AndItsNumber() throws Exception {
        try (RunningProgram program = RunningProgram.start(Program.of("sleep", "1000"))) {
            assertThat(program.waitFor(Duration.ofMillis(20))).isEmpty();
            program.signal(15);
            assertThat(program.waitFor()).isEqualTo(143);
        }
        try (RunningProgram program = RunningProgram.start(Program.of("sleep", "1000"))) {
            program.kill();
            assertThat(program.waitFor()).isEqualTo(137);
        }
    }

    @Test
    void signalsThatTheJvmIgnoresOrBlocksAreAsUsual() throws Exception {
        try (RunningProgram program = RunningProgram.start(shell("grep -E 'Sig(Blk|Ign)' /proc/self/status"))) {
            assertThat(text(program.stdout()).lines()).allMatch(line -> line.endsWith("0000000000000000"));
        }
    }

    @Test
    void nothingElseThatIsOpenHereIsOpenThere() throws Exception {
        try (RunningProgram program = RunningProgram.start(shell("ls /proc/$$/fd"))) {
            assertThat(text(program.stdout()).split("\\s+")).containsExactly("0", "1", "2");
        }
    }

    @Test
    void whatCannotBeStartedSaysWhy() {
        assertThatThrownBy(() -> RunningProgram.start(Program.of("/no/such/program")))
                .isInstanceOf(IOException.class)
                .hasMessage("start /no/such/program: No such file or directory");
    }

    @Test
    void closingKillsWhatItStartedEvenInAnotherGroupOrSession() throws Exception {
        RunningProgram program = RunningProgram.start(
                shell("sleep 1000 & echo $!; setsid sleep 1000 & echo $!; set -m; sleep 1000 & echo $!; wait"));
        List<Long> children = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            children.add(Long.parseLong(until(program.stdout(), "\n").strip()));
        }
        assertThat(children).allMatch(child -> ProcessHandle.of(child).isPresent());
        program.close();
        assertThat(program.waitFor()).isEqualTo(137);
        for (long child : children) {
            ProcessHandle.of(child).ifPresent(handle -> handle.onExit().join());
        }
    }

    @Test
    void muchGoesThroughInBothDirectionsAtOnce() throws Exception {
        byte[] much = new byte[5_000_000];
        new java.util.Random(1).nextBytes(much);
        try (RunningProgram program = RunningProgram.start(Program.of("cat"));
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<byte[]> back = threads.submit(() -> program.stdout().readAllBytes());
            try (OutputStream there = program.stdin()) {
                there.write(much);
            }
            assertThat(back.get()).isEqualTo(much);
            assertThat(program.waitFor()).isZero();
        }
    }

    @Test
    void virtualThreadsThatWaitForProgramsLeaveTheProcessorsToOthers() throws Exception {
        List<RunningProgram> programs = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Integer>> waiting = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                RunningProgram program = RunningProgram.start(Program.of("sleep", "1000"));
                programs.add(program);
                waiting.add(threads.submit(
                        (Callable<Integer>) () -> program.stdout().read()));
                waiting.add(threads.submit((Callable<Integer>) program::waitFor));
            }
            assertThat(threads.submit(() -> "free").get()).isEqualTo("free");
            for (RunningProgram program : programs) {
                program.close();
            }
            for (Future<Integer> one : waiting) {
                assertThat(one.get()).isIn(-1, 137);
            }
        }
    }

    @Test
    void writingToAProgramThatReadsNoMoreFails() throws Exception {
        try (RunningProgram program = RunningProgram.start(Program.of("true"))) {
            program.waitFor();
            assertThatThrownBy(() -> {
                        for (int i = 0; i < 1000; i++) {
                            program.stdin().write(new byte[10_000]);
                        }
                    })
                    .hasMessage("the program reads no more");
        }
    }

    @Test
    void onATerminalItIsInteractiveAndKnowsTheSize() throws Exception {
        Program bash =
                Program.of("bash", "--norc", "--noprofile", "-i").with(Map.of("PS1", "ready> ", "TERM", "xterm"));
        try (RunningProgram program = RunningProgram.start(bash, new TerminalSize(100, 30))) {
            until(program.stdout(), "ready> ");
            type(program, "tty; stty size; [ $(cut -d' ' -f8 /proc/$$/stat) -gt 0 ] && echo in control\n");
            assertThat(until(program.stdout(), "\nin control")).contains("/dev/pts/", "30 100");
            program.resize(new TerminalSize(120, 40));
            type(program, "stty size\n");
            until(program.stdout(), "40 120");
            type(program, "sleep 1000; echo code=$?\n");
            until(program.stdout(), "code=$?");
            Thread.sleep(200);
            type(program, "\u0003");
            until(program.stdout(), "ready> ");
            type(program, "exit 5\n");
            assertThat(program.waitFor()).isEqualTo(5);
            program.stdout().readAllBytes();
        }
    }

    @Test
    void inAProcessNamespaceAShellHasATerminalOfItsOwn() throws Exception {
        Program shell = Program.of(
                        "unshare",
                        "--user",
                        "--map-root-user",
                        "--pid",
                        "--fork",
                        "--kill-child",
                        "setsid",
                        "--ctty",
                        "bash",
                        "--norc",
                        "--noprofile",
                        "-i")
                .with(Map.of("PS1", "ready> ", "TERM", "xterm", "PATH", System.getenv("PATH")));
        try (RunningProgram program = RunningProgram.startOnFreeTerminal(shell, new TerminalSize(100, 30))) {
            assertThat(until(program.stdout(), "ready> ")).doesNotContain("no job control");
            type(program, "sleep 1000; echo code=$?\n");
            until(program.stdout(), "code=$?");
            Thread.sleep(200);
            type(program, "\u0003");
            until(program.stdout(), "ready> ");
            program.resize(new TerminalSize(120, 40));
            type(program, "stty size\n");
            until(program.stdout(), "40 120");
            type(program, "exit 9\n");
            assertThat(program.waitFor()).isEqualTo(9);
        }
    }

    @Test
    void closingTheInputOfATerminalEndsItsReader() throws Exception {
        try (RunningProgram program = RunningProgram.start(Program.of("cat"), TerminalSize.USUAL)) {
            type(program, "hello\n");
            program.stdin().close();
            assertThat(program.waitFor()).isZero();
            assertThat(text(program.stdout())).isEqualTo("hello\r\nhello\r\n");
        }
    }

    @Test
    void itRunsInTheNamespaceOfTheThread() throws Exception {
        Callable<RunningProgram> look = () -> RunningProgram.start(Program.of("readlink", "/proc/self/ns/net"));
        try (NetworkNamespace namespace = NetworkNamespace.create("programs");
                RunningProgram inside = namespace.call(look);
                RunningProgram outside = look.call()) {
            String there = namespace.call(() ->
                    Files.readSymbolicLink(Path.of("/proc/thread-self/ns/net")).toString());
            String here =
                    Files.readSymbolicLink(Path.of("/proc/thread-self/ns/net")).toString();
            assertThat(text(inside.stdout()).strip()).isEqualTo(there).isNotEqualTo(here);
            assertThat(text(outside.stdout()).strip()).isEqualTo(here);
        }
    }

    @Test
    void nothingIsLeftOpenAfterManyPrograms() throws Exception {
        Callable<Long> open = () -> {
            try (var files = Files.list(Path.of("/proc/self/fd"))) {
                return files.count();
            }
        };
        RunningProgram.start(Program.of("true")).close();
        Thread.sleep(200);
        long before = open.call();
        for (int i = 0; i < 50; i++) {
            try (RunningProgram program = RunningProgram.start(Program.of("true"))) {
                program.waitFor();
            }
            try (RunningProgram program = RunningProgram.start(Program.of("true"), TerminalSize.USUAL)) {
                program.waitFor();
            }
        }
        for (int i = 0; i < 50 && open.call() > before; i++) {
            Thread.sleep(100);
        }
        assertThat(open.call()).isLessThanOrEqualTo(before);
        assertThat(ProcessHandle.current().children().filter(ProcessHandle::isAlive))
                .isEmpty();
    }
}
