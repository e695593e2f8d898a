package dev.tierwall.agent.site;

import dev.tierwall.linux.netns.NetworkNamespace;
import dev.tierwall.linux.process.Program;
import dev.tierwall.linux.process.RunningProgram;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** The agent as a process of its own, with what it prints. */
public final class AgentProcess implements AutoCloseable {

    private static final int KILL = 9;
    private static final int TERM = 15;

    private final RunningProgram program;
    private final List<String> lines = new ArrayList<>();

    private AgentProcess(RunningProgram program) {
        this.program = program;
        read(program.stdout());
        read(program.stderr());
    }

    static AgentProcess start(NetworkNamespace node, Path config, String... more) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Xshare:auto",
                "-Xmx96m",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                AgentMain.class.getName(),
                "node=" + Site.NODE,
                "kubeconfig=" + config));
        command.addAll(List.of(more));
        return new AgentProcess(node.call(() -> RunningProgram.start(Program.of(command.toArray(String[]::new)))));
    }

    private void read(InputStream stream) {
        Thread.ofPlatform().daemon().start(() -> {
            try (BufferedReader reader = new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
                for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                    synchronized (lines) {
                        lines.add(line);
                        lines.notifyAll();
                    }
                }
            } catch (IOException ended) {
                return;
            }
        });
    }

    /** Waits for a line; gives it. */
    public String await(Predicate<String> wanted) throws InterruptedException {
        long end = System.nanoTime() + 30_000_000_000L;
        synchronized (lines) {
            int seen = 0;
            while (true) {
                while (seen < lines.size()) {
                    String line = lines.get(seen++);
                    if (wanted.test(line)) {
                        return line;
                    }
                }
                long left = (end - System.nanoTime()) / 1_000_000;
                if (left <= 0) {
                    throw new AssertionError("the agent did not say so, but:\n" + String.join("\n", lines));
                }
                lines.wait(left);
            }
        }
    }

    public AgentProcess awaitReady() throws InterruptedException {
        await(line -> line.contains("the first program is in the kernel"));
        return this;
    }

    public List<String> lines() {
        synchronized (lines) {
            return List.copyOf(lines);
        }
    }

    public int pid() {
        return program.pid();
    }

    public void kill() throws IOException, InterruptedException {
        program.signal(KILL);
        program.waitFor();
    }

    public void end() throws IOException, InterruptedException {
        program.signal(TERM);
        program.waitFor();
    }

    @Override
    public void close() throws IOException {
        program.close();
    }
}
