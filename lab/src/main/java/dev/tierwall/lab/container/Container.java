package dev.tierwall.lab.container;

import dev.tierwall.lab.image.BuiltIn;
import dev.tierwall.lab.image.BuiltIns;
import dev.tierwall.lab.image.Call;
import dev.tierwall.lab.image.Listener;
import dev.tierwall.lab.spec.ContainerSpec;
import dev.tierwall.lab.spec.Expansion;
import dev.tierwall.linux.process.Program;
import dev.tierwall.linux.process.RunningProgram;
import dev.tierwall.linux.process.TerminalSize;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** A container of a running pod, with its files: starts what the pod says, and commands beside it. */
public final class Container {

    private final Setting setting;
    private final Sandbox sandbox;
    private volatile OptionalInt first = OptionalInt.empty();

    /**
     * What a container finds when it starts.
     *
     * @param machine the machine
     * @param builtIns the built-in commands
     * @param spec what the pod says about it
     * @param environment its variables
     * @param place the pod's network, for built-in commands
     */
    public record Setting(
            Machine machine,
            BuiltIns builtIns,
            ContainerSpec spec,
            Map<String, String> environment,
            Call.Place place) {}

    /**
     * Files of a container.
     *
     * @param folder a folder for them, which is not there yet
     * @param etc files that are its own in {@code /etc}
     * @param mounts folders and files of the machine that it sees, by where it sees them
     */
    public record Furniture(Path folder, Map<String, byte[]> etc, List<Mount> mounts) {}

    /** A volume, or a part of it, and where the container sees it. */
    public record Mount(Path source, String target, boolean readOnly) {}

    private Container(Setting setting, Sandbox sandbox) {
        this.setting = setting;
        this.sandbox = sandbox;
    }

    /** Makes a container with fresh files. */
    public static Container make(Setting setting, Furniture files) throws IOException {
        Machine machine = setting.machine();
        RootFolder.delete(files.folder());
        RootFolder root = RootFolder.make(
                machine, files.folder(), machine.image(setting.spec().image()), files.etc());
        List<RootFolder.Bind> volumes = new ArrayList<>();
        for (Mount mount : files.mounts()) {
            volumes.add(new RootFolder.Bind(mount.source(), mount.target(), mount.readOnly()));
        }
        String folder = setting.spec().program().folder();
        Path there = root.onMachine(folder, volumes).normalize();
        // Only now, while nobody inside can have put a link in the way.
        if (there.startsWith(root.path()) && !Files.exists(there)) {
            machine.makeFolder(there);
        }
        volumes.sort((one, other) ->
                Integer.compare(one.target().length(), other.target().length()));
        return new Container(
                setting, new Sandbox(machine, root, volumes, setting.place().name()));
    }

    /** Starts what the pod says. */
    public ContainerRun start() throws IOException {
        ContainerSpec.Words program = setting.spec().program();
        List<String> command = expanded(program.command());
        List<String> args = expanded(program.args());
        Optional<BuiltIns.Entry> known =
                setting.machine().image(setting.spec().image()).isPresent()
                        ? Optional.empty()
                        : setting.builtIns().of(setting.spec().image());
        if (command.isEmpty() && known.isPresent()) {
            return builtIn(known.get().command(), joined(known.get().words(), args), program.terminal())
                    .settled();
        }
        List<String> words = joined(command, args);
        if (command.isEmpty() && args.isEmpty() && isExecutable("/entrypoint")) {
            words = List.of("/entrypoint");
        }
        Optional<BuiltIn> named = words.isEmpty() ? Optional.empty() : find(words.getFirst());
        if (named.isPresent()) {
            return builtIn(named.get(), words, program.terminal()).settled();
        }
        if (words.isEmpty() || !isExecutable(words.getFirst())) {
            List<String> name = List.of(BuiltIns.listenerName(setting.spec().image()));
            return builtIn(new Listener(), name, program.terminal()).settled();
        }
        ProcessRun run = process(words, program.folder(), program.terminal());
        first = run.first();
        return run;
    }

    /** Starts a command beside what runs. */
    public ContainerRun exec(List<String> words, boolean terminal) throws IOException {
        String name = words.getFirst();
        Optional<BuiltIn> builtIn = find(name);
        if (builtIn.isPresent()) {
            return builtIn(builtIn.get(), words, terminal);
        }
        if (!isExecutable(name)) {
            return new FailedRun(
                    FailedRun.NOT_FOUND, "exec: \"" + name + "\": executable file not found in the container");
        }
        return process(words, setting.spec().program().folder(), terminal);
    }

    /** Runs a line in a shell. */
    public Call.Shell.Result shell(String line) throws IOException, InterruptedException {
        try (ContainerRun run = exec(List.of("sh", "-c", line), false)) {
            run.stdin().close();
            String output = new String(run.stdout().readAllBytes(), StandardCharsets.UTF_8);
            String errors = new String(run.stderr().readAllBytes(), StandardCharsets.UTF_8);
            return new Call.Shell.Result(run.waitFor(), output, errors);
        }
    }

    private Optional<BuiltIn> find(String word) {
        return setting.builtIns().find(word, isExecutable(word));
    }

    private static List<String> joined(List<String> some, List<String> others) {
        List<String> all = new ArrayList<>(some);
        all.addAll(others);
        return List.copyOf(all);
    }

    private List<String> expanded(List<String> words) {
        return words.stream()
                .map(word -> Expansion.expand(word, setting.environment()))
                .toList();
    }

    private boolean isExecutable(String word) {
        if (word.contains("/")) {
            String path = word.startsWith("/") ? word : setting.spec().program().folder() + "/" + word;
            Path there = sandbox.root().onMachine(path, sandbox.volumes());
            return Files.isExecutable(there) && !Files.isDirectory(there);
        }
        String path = setting.environment().getOrDefault("PATH", Machine.PATH);
        return Arrays.stream(path.split(":", -1)).anyMatch(folder -> {
            Path there = sandbox.root().onMachine(folder + "/" + word, sandbox.volumes());
            return Files.isExecutable(there) && !Files.isDirectory(there);
        });
    }

    private BuiltInRun builtIn(BuiltIn command, List<String> words, boolean terminal) {
        return BuiltInRun.start(command, new BuiltInRun.Start(words, setting.environment(), setting.place(), terminal));
    }

    private ProcessRun process(List<String> words, String folder, boolean terminal) throws IOException {
        Program program = sandbox.of(first, new Sandbox.Inside(words, setting.environment(), folder));
        // In the thread of the namespace, whose end would be the end of the program, too.
        RunningProgram running = setting.place()
                .sockets()
                .namespace()
                .call(() ->
                        terminal ? RunningProgram.start(program, TerminalSize.USUAL) : RunningProgram.start(program));
        return new ProcessRun(running);
    }

    /** Deletes a folder of files that containers wrote; links that they left are not followed. */
    public static void deleteAll(Path folder) throws IOException {
        RootFolder.delete(folder);
    }
}
