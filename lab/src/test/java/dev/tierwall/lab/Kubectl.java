package dev.tierwall.lab;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** The real kubectl, one of those on this machine. */
final class Kubectl {

    private final Path program;
    private final Path kubeconfig;
    private final Path home;

    Kubectl(Path program, Path kubeconfig) throws IOException {
        this.program = program;
        this.kubeconfig = kubeconfig;
        this.home = Files.createTempDirectory("kubectl");
    }

    /**
     * What a command did.
     *
     * @param code its exit code
     * @param out what it printed
     * @param err what it complained of
     */
    record Outcome(int code, String out, String err) {}

    /** All versions that are there: the one on the path, and those beside it. */
    static List<Path> all() throws IOException {
        for (String folder : System.getenv("PATH").split(":")) {
            Path found = Path.of(folder, "kubectl");
            if (Files.isExecutable(found)) {
                try (Stream<Path> beside = Files.list(found.toRealPath().getParent())) {
                    List<Path> versions = beside.filter(
                                    file -> file.getFileName().toString().matches("kubectl\\.1\\.\\d+"))
                            .sorted()
                            .toList();
                    return versions.isEmpty() ? List.of(found) : versions;
                }
            }
        }
        return List.of();
    }

    Outcome run(String... arguments) throws IOException, InterruptedException {
        return runWith("", Map.of(), arguments);
    }

    /** Runs it with something on its standard input, and further variables. */
    Outcome runWith(String input, Map<String, String> variables, String... arguments)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(program.toString()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().put("KUBECONFIG", kubeconfig.toString());
        builder.environment().put("HOME", home.toString());
        builder.environment().putAll(variables);
        Path out = Files.createTempFile(home, "out", "");
        Path err = Files.createTempFile(home, "err", "");
        Process process =
                builder.redirectOutput(out.toFile()).redirectError(err.toFile()).start();
        process.getOutputStream().write(input.getBytes(StandardCharsets.UTF_8));
        process.getOutputStream().close();
        if (!process.waitFor(60, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new AssertionError(command + " did not end");
        }
        return new Outcome(process.exitValue(), Files.readString(out), Files.readString(err));
    }
}
