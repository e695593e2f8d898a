package dev.tierwall.cli.lab;

import dev.tierwall.linux.libc.Children;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The process that a lab is: the one that made its namespaces, whose end is the end of all in them. A number alone could
 * have become another process's, so the time of its start is known, too.
 *
 * @param pid its number
 * @param start when it was started, as the kernel counts
 */
record LabProcess(int pid, long start) {

    private static final int PATIENCE = 1000;
    private static final Path PROC = Path.of("/proc");

    /** The process of that number, if there is one that lives. */
    static Optional<LabProcess> of(int pid) {
        try {
            String stat = Files.readString(PROC.resolve(Integer.toString(pid)).resolve("stat"));
            String[] rest = stat.substring(stat.lastIndexOf(')') + 2).split(" ", 21);
            boolean isDead = rest[0].equals("Z") || rest[0].equals("X");
            return isDead ? Optional.empty() : Optional.of(new LabProcess(pid, Long.parseLong(rest[19])));
        } catch (IOException gone) {
            return Optional.empty();
        }
    }

    /** The lab's, if it is running. */
    static Optional<LabProcess> of(LabFolder folder) throws IOException {
        Optional<LabProcess> written = folder.read("process").map(LabProcess::parse);
        return written.filter(LabProcess::isRunning).filter(process -> process.isLab(folder.name()));
    }

    private static LabProcess parse(String text) {
        String[] words = text.split(" ", 2);
        return new LabProcess(Integer.parseInt(words[0]), Long.parseLong(words[1]));
    }

    String text() {
        return pid + " " + start;
    }

    boolean isRunning() {
        return of(pid).filter(this::equals).isPresent();
    }

    private boolean isLab(String name) {
        try {
            String line = new String(
                    Files.readAllBytes(PROC.resolve(Integer.toString(pid)).resolve("cmdline")), StandardCharsets.UTF_8);
            return line.contains("\0" + LabDaemon.NAME + "\0" + name + "\0");
        } catch (IOException gone) {
            return false;
        }
    }

    /** Kills it, and waits until it and the first process in its namespaces are gone, and with that one all others. */
    void kill() throws IOException {
        Optional<LabProcess> inner = inner();
        Children.signal(pid, Children.SIGKILL);
        for (int i = 0; i < PATIENCE; i++) {
            if (!isRunning() && inner.filter(LabProcess::isRunning).isEmpty()) {
                return;
            }
            try {
                Thread.sleep(10);
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
                break;
            }
        }
        throw new IOException("process " + pid + " does not end");
    }

    private Optional<LabProcess> inner() throws IOException {
        Path children = PROC.resolve(pid + "/task/" + pid + "/children");
        String found = Files.exists(children) ? Files.readString(children).strip() : "";
        return found.isEmpty() ? Optional.empty() : of(Integer.parseInt(found.split(" ", 2)[0]));
    }
}
