package dev.tierwall.lab.container;

import dev.tierwall.linux.process.Program;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Wraps a program so that it sees a root of its own and no process but its own, owns nothing outside, and can gain
 * nothing. As root it is nobody outside; inside it takes itself for root.
 *
 * @param machine the machine
 * @param root its root
 * @param volumes what it sees beside that
 * @param hostname what it calls its host
 */
record Sandbox(Machine machine, RootFolder root, List<RootFolder.Bind> volumes, String hostname) {

    private static final int LONGEST_HOSTNAME = 64;

    /** What to run inside. */
    record Inside(List<String> words, Map<String, String> environment, String folder) {}

    /** A program that starts a sandbox. */
    Program start(Inside inside) {
        List<String> command = new ArrayList<>(prefix());
        command.addAll(List.of("bwrap", "--unshare-user", "--uid", "0", "--gid", "0", "--unshare-pid"));
        addView(command, inside);
        return new Program(command, OUTSIDE, Optional.of(Path.of("/")));
    }

    /** A program that joins the processes of a sandbox, whose first process has this number. */
    Program join(int first, Inside inside) {
        String proc = "/proc/" + first + "/ns/";
        List<String> command =
                new ArrayList<>(List.of("sh", "-c", "exec \"$@\" 3<" + proc + "user 4<" + proc + "pid", "sh"));
        command.addAll(prefix());
        command.addAll(List.of("bwrap", "--userns", "3", "--pidns", "4"));
        addView(command, inside);
        return new Program(command, OUTSIDE, Optional.of(Path.of("/")));
    }

    /** The program that makes the sandbox must not listen to variables of a manifest. */
    private static final Map<String, String> OUTSIDE = Map.of("PATH", Machine.PATH);

    Program of(OptionalInt first, Inside inside) {
        return first.isPresent() ? join(first.getAsInt(), inside) : start(inside);
    }

    private List<String> prefix() {
        List<String> limits = List.of("prlimit", "--core=0", "--nproc=8192:8192", "--");
        if (!machine.isRoot()) {
            return limits;
        }
        List<String> all = new ArrayList<>(limits);
        String nobody = Integer.toString(Machine.NOBODY);
        all.addAll(List.of("setpriv", "--reuid=" + nobody, "--regid=" + nobody, "--clear-groups", "--"));
        return all;
    }

    private void addView(List<String> command, Inside inside) {
        command.addAll(List.of("--unshare-ipc", "--unshare-uts", "--unshare-cgroup-try", "--die-with-parent"));
        command.addAll(List.of("--hostname", hostname.substring(0, Math.min(hostname.length(), LONGEST_HOSTNAME))));
        command.addAll(List.of("--cap-drop", "ALL", "--clearenv"));
        inside.environment().forEach((name, value) -> command.addAll(List.of("--setenv", name, value)));
        command.addAll(List.of("--bind", root.path().toString(), "/"));
        root.binds().forEach(bind -> add(command, bind));
        command.addAll(List.of("--proc", "/proc", "--dev", "/dev"));
        volumes.forEach(bind -> add(command, bind));
        command.addAll(List.of("--chdir", inside.folder().isEmpty() ? "/" : inside.folder(), "--"));
        command.addAll(inside.words());
    }

    private static void add(List<String> command, RootFolder.Bind bind) {
        command.addAll(
                List.of(bind.readOnly() ? "--ro-bind" : "--bind", bind.source().toString(), bind.target()));
    }
}
