package dev.tierwall.cli.lab.demo;

import dev.tierwall.cli.lab.RunningLab;
import dev.tierwall.linux.process.Program;
import dev.tierwall.linux.process.RunningProgram;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** What types the commands: kubectl, or where there is none Tierwall itself. */
final class DemoHands {

    private final RunningLab lab;
    private final Path files;
    private final boolean hasKubectl;

    DemoHands(RunningLab lab, Path files) {
        this.lab = lab;
        this.files = files;
        this.hasKubectl = Arrays.stream(lab.shell().variable("PATH").split(":", -1))
                .anyMatch(folder -> !folder.isEmpty() && Files.isExecutable(Path.of(folder, "kubectl")));
    }

    String words() {
        return hasKubectl
                ? "Commands are run by the kubectl of this machine."
                : "There is no kubectl here: Tierwall sends the same requests itself.";
    }

    /** Applies a manifest; what was said. */
    RunningLab.Result apply(String file) throws IOException {
        if (hasKubectl) {
            return kubectl("apply", "-f", files.resolve(file).toString());
        }
        StringWriter said = new StringWriter();
        lab.apply(files.resolve(file), lab.shell().withoutPerson(InputStream.nullInputStream(), new PrintWriter(said)));
        return new RunningLab.Result(0, said.toString());
    }

    /** Shows something; nothing without kubectl. */
    RunningLab.Result show(String... words) throws IOException {
        return hasKubectl ? kubectl(words) : new RunningLab.Result(0, "");
    }

    /** Runs a command in a pod. */
    RunningLab.Result exec(DemoStep.Try one, List<String> command) throws IOException {
        if (!hasKubectl) {
            return lab.exec(one.namespace(), one.pod(), command);
        }
        List<String> words = new ArrayList<>(List.of("exec", "-n", one.namespace(), one.pod(), "--"));
        words.addAll(command);
        return kubectl(words.toArray(String[]::new));
    }

    private RunningLab.Result kubectl(String... words) throws IOException {
        List<String> command = new ArrayList<>(List.of("kubectl"));
        command.addAll(List.of(words));
        Map<String, String> environment = new HashMap<>(lab.shell().variables());
        environment.put("KUBECONFIG", lab.kubeconfig().toString());
        Program program = Program.of(command.toArray(String[]::new)).with(environment);
        try (RunningProgram running = RunningProgram.start(program)) {
            running.stdin().close();
            CompletableFuture<String> errors = CompletableFuture.supplyAsync(() -> read(running.stderr()));
            String output = read(running.stdout());
            return new RunningLab.Result(running.waitFor(), output + errors.join());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while kubectl runs", interrupted);
        }
    }

    private static String read(InputStream stream) {
        try {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException gone) {
            return "";
        }
    }
}
