package dev.tierwall.linux.process;

import dev.tierwall.linux.libc.Children;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The processes that come from one: its session and its descendants. */
final class ProcessTree {

    /** Processes that are being killed may still make others. */
    private static final int ROUNDS = 20;

    private static final Path PROC = Path.of("/proc");

    private ProcessTree() {}

    private record Entry(int pid, int parent, int session, boolean isDead) {}

    /** Kills all of them. Their leader's number must not have been given back to the system. */
    static void kill(int leader) throws IOException {
        Set<Integer> known = new HashSet<>(Set.of(leader));
        for (int i = 0; i < ROUNDS; i++) {
            List<Integer> alive = alive(leader, known);
            Children.signal(-leader, Children.SIGKILL);
            for (int pid : alive) {
                Children.signal(pid, Children.SIGKILL);
            }
            if (alive.isEmpty()) {
                return;
            }
        }
    }

    /** Those that live, the leader not among them; those that are found are added to the known. */
    private static List<Integer> alive(int leader, Set<Integer> known) throws IOException {
        List<Entry> all = entries();
        boolean more = true;
        while (more) {
            more = false;
            for (Entry entry : all) {
                boolean isOurs = entry.session == leader || known.contains(entry.parent);
                more |= isOurs && known.add(entry.pid);
            }
        }
        return all.stream()
                .filter(entry -> !entry.isDead && entry.pid != leader && known.contains(entry.pid))
                .map(Entry::pid)
                .toList();
    }

    private static List<Entry> entries() throws IOException {
        List<Entry> entries = new ArrayList<>();
        try (DirectoryStream<Path> folders = Files.newDirectoryStream(PROC, "[1-9]*")) {
            for (Path folder : folders) {
                try {
                    entries.add(parse(Files.readString(folder.resolve("stat"))));
                } catch (IOException gone) {
                    // It ended while we looked.
                }
            }
        }
        return entries;
    }

    /** The name of the program, in parentheses, may hold anything; after it come state, parent, group and session. */
    private static Entry parse(String stat) {
        String[] rest = stat.substring(stat.lastIndexOf(')') + 2).split(" ", 5);
        boolean isDead = rest[0].equals("Z") || rest[0].equals("X");
        return new Entry(
                Integer.parseInt(stat.substring(0, stat.indexOf(' '))),
                Integer.parseInt(rest[1]),
                Integer.parseInt(rest[3]),
                isDead);
    }
}
