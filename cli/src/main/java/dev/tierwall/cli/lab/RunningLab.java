package dev.tierwall.cli.lab;

import dev.tierwall.cli.frame.Shell;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** A lab that runs, for commands that do something with one. */
public final class RunningLab implements AutoCloseable {

    private final LabFolder folder;
    private final Shell shell;

    private RunningLab(LabFolder folder, Shell shell) {
        this.folder = folder;
        this.shell = shell;
    }

    /**
     * Starts one anew; nothing if something is missing, which has been said then. Where one of that name runs, the new one
     * has a number at the end of its name.
     */
    public static Optional<RunningLab> start(String name, Shell shell) throws IOException {
        LabFolder usual = LabFolder.of(name, shell);
        LabFolder folder = LabProcess.of(usual).isEmpty()
                ? usual
                : LabFolder.of(name + "-" + ProcessHandle.current().pid(), shell);
        if (!new Requirements(shell).meet()) {
            return Optional.empty();
        }
        LabUp.start(folder, new LabUp.Wish(2, List.of()), shell);
        return Optional.of(new RunningLab(folder, shell));
    }

    /** The file that tells kubectl where it is. */
    public Path kubeconfig() {
        return folder.kubeconfig();
    }

    /**
     * What came of a command.
     *
     * @param code its exit code; negative if it did not run
     * @param text what it said
     */
    public record Result(int code, String text) {}

    /** Runs a command in a pod, without kubectl. */
    public Result exec(String namespace, String pod, List<String> command) throws IOException {
        ExecClient.Result result = LabClient.of(folder).exec(new ExecClient.Target(namespace, pod, ""), command);
        return new Result(result.code(), result.output() + result.errors() + result.failure());
    }

    /** Applies a manifest, without kubectl; what it said. */
    public void apply(Path manifest, Shell into) throws IOException {
        new LabManifests(folder, into).apply(List.of(manifest.toString()));
    }

    /** Whether all pods are ready. */
    public boolean isReady() throws IOException {
        var pods = LabClient.of(folder).get("/api/v1/pods").body().path("items");
        boolean all = !pods.isEmpty();
        for (var pod : pods) {
            boolean ready = false;
            for (var condition : pod.at("/status/conditions")) {
                ready |= condition.path("type").asText().equals("Ready")
                        && condition.path("status").asText().equals("True");
            }
            all &= ready;
        }
        return all;
    }

    /** Ends it, and removes all that it made. */
    @Override
    public void close() throws IOException {
        Optional<LabProcess> process = LabProcess.of(folder);
        if (process.isPresent()) {
            process.get().kill();
        }
        folder.remove();
    }

    /** The shell that it was started from. */
    public Shell shell() {
        return shell;
    }
}
