package dev.tierwall.cli.lab;

import dev.tierwall.cli.frame.CliCommand;
import dev.tierwall.cli.frame.ExitCode;
import dev.tierwall.cli.frame.Help;
import dev.tierwall.cli.frame.Shell;
import dev.tierwall.cli.frame.Usage;
import dev.tierwall.linux.process.Program;
import dev.tierwall.linux.process.RunningProgram;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/** {@code tierwall lab up}: starts a lab and waits until it is ready. */
final class LabUp implements CliCommand {

    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final int LAST_LINES = 12;

    @Override
    public void describe(CommandSpec spec) {
        LabOptions.addName(spec);
        LabOptions.addPlan(spec);
        spec.addOption(OptionSpec.builder("-f", "--filename")
                .paramLabel("FILE")
                .type(List.class)
                .auxiliaryTypes(String.class)
                .description("Apply these manifests when it is ready: a file, a folder, or - for standard input.")
                .build());
        new Help("Start a lab: a small cluster on this machine.")
                .example("tierwall lab up")
                .example("tierwall lab up --nodes 3 other")
                .example("tierwall lab up -f examples/three-tier/00-app.yaml")
                .example("eval \"$(tierwall lab up)\" && kubectl get nodes")
                .text("Prints the line that tells kubectl where the lab is. It runs until 'tierwall lab down'.")
                .exitCodes("It is ready.", "")
                .addTo(spec);
    }

    @Override
    public int run(ParseResult given, Shell shell) throws IOException {
        LabFolder folder = LabFolder.of(LabOptions.name(given), shell);
        LabOptions.nodes(given);
        for (Map.Entry<String, String> image : LabOptions.images(given).entrySet()) {
            if (!Files.isDirectory(Path.of(image.getValue()))) {
                throw Usage.mistake(
                        given, "the folder of image " + image.getKey() + " is not there: " + image.getValue());
            }
        }
        if (LabProcess.of(folder).isPresent()) {
            shell.err().println("lab " + folder.name() + " runs already");
        } else {
            if (!new Requirements(shell).meet()) {
                return ExitCode.BROKEN;
            }
            start(folder, new Wish(LabOptions.nodes(given), plan(given)), shell);
        }
        int code = new LabManifests(folder, shell).apply(given.matchedOptionValue("-f", List.of()));
        shell.out().println("export KUBECONFIG=" + folder.kubeconfig());
        return code;
    }

    /**
     * What lab is wanted.
     *
     * @param options further options of the daemon
     */
    record Wish(int nodes, List<String> options) {}

    static void start(LabFolder folder, Wish wish, Shell shell) throws IOException {
        long begin = System.nanoTime();
        folder.create();
        RunningProgram daemon = RunningProgram.start(program(folder, wish));
        Optional<LabProcess> process = LabProcess.of(daemon.pid());
        if (process.isPresent()) {
            folder.write("process", process.get().text());
        }
        try {
            while (folder.read("ready").isEmpty()) {
                boolean late = System.nanoTime() - begin > PATIENCE.toNanos();
                if (late || daemon.waitFor(Duration.ofMillis(10)).isPresent()) {
                    if (late && process.isPresent()) {
                        process.get().kill();
                    }
                    throw new IOException(failure(folder, late));
                }
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while the lab starts", interrupted);
        }
        long millis = (System.nanoTime() - begin) / 1_000_000;
        shell.err()
                .println("lab " + folder.name() + " is up: " + wish.nodes() + " nodes, "
                        + folder.read("ready").orElse("") + ", ready after " + millis
                        + " ms. Everything outside it is simulated.");
    }

    private static String failure(LabFolder folder, boolean late) throws IOException {
        List<String> lines = Files.exists(folder.log()) ? Files.readAllLines(folder.log()) : List.of();
        String log = String.join("\n  ", lines.subList(Math.max(0, lines.size() - LAST_LINES), lines.size()));
        String hint = log.contains("unshare")
                ? "\nThe system does not let you make the namespaces that a lab lives in. Run it as root, or let users"
                        + " make user namespaces (sysctl kernel.unprivileged_userns_clone=1, and where AppArmor restricts"
                        + " them, kernel.apparmor_restrict_unprivileged_userns=0)."
                : "";
        return "the lab " + (late ? "is not ready after a minute" : "did not start") + ":\n  " + log + hint;
    }

    /** The daemon has namespaces of its own for processes and mounts, and dies with all in them. */
    private static Program program(LabFolder folder, Wish wish) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                "sh",
                "-c",
                "log=$1; shift; exec \"$@\" >\"$log\" 2>&1 </dev/null",
                "sh",
                folder.log().toString(),
                "unshare",
                "--pid",
                "--fork",
                "--kill-child",
                "--mount",
                "--mount-proc"));
        if (!Requirements.isRoot()) {
            command.addAll(List.of("--user", "--map-root-user"));
        }
        command.addAll(List.of("--", "sh", "-c"));
        command.add("mount -t tmpfs -o mode=0755,size=25% tierwall-lab " + LabDaemon.FILES + " && exec \"$@\"");
        command.add("sh");
        command.addAll(ownJava());
        command.addAll(List.of("lab", LabDaemon.NAME, folder.name()));
        command.addAll(List.of("--folder", folder.path().toString()));
        command.addAll(List.of("--nodes", Integer.toString(wish.nodes())));
        command.addAll(wish.options());
        return Program.of(command.toArray(String[]::new)).in(Path.of("/"));
    }

    private static List<String> plan(ParseResult given) {
        List<String> options = new ArrayList<>();
        LabOptions.images(given)
                .forEach((name, path) -> options.addAll(List.of(
                        "--image", name + "=" + Path.of(path).toAbsolutePath().normalize())));
        LabOptions.outside(given).forEach(host -> options.addAll(List.of("--outside", host)));
        return options;
    }

    /** The words before the arguments of this process, up to the class that it runs. */
    private static List<String> ownJava() throws IOException {
        String main = "dev.tierwall.cli.Main";
        List<String> words =
                List.of(Files.readString(Path.of("/proc/self/cmdline")).split("\0", -1));
        int at = words.indexOf(main);
        if (at > 0) {
            List<String> java = new ArrayList<>(words.subList(0, at + 1));
            java.set(0, Path.of(System.getProperty("java.home"), "bin", "java").toString());
            return java;
        }
        return List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                main);
    }
}
