package dev.tierwall.cli.lab;

import dev.tierwall.cli.frame.Shell;
import dev.tierwall.linux.process.Program;
import dev.tierwall.linux.process.RunningProgram;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The programs of the system that a lab needs. As root on Debian the missing ones are installed. */
final class Requirements {

    private static final List<String> FOLDERS =
            List.of("/usr/local/sbin", "/usr/local/bin", "/usr/sbin", "/usr/bin", "/sbin", "/bin");

    private final Shell shell;

    Requirements(Shell shell) {
        this.shell = shell;
    }

    /** Debian packages by the program that shows whether they are there. */
    private static Map<String, String> packages() {
        Map<String, String> packages = new LinkedHashMap<>();
        packages.put("nft", "nftables");
        packages.put("ip", "iproute2");
        packages.put("bwrap", "bubblewrap");
        packages.put("unshare", "util-linux");
        packages.put("setpriv", "util-linux");
        packages.put("prlimit", "util-linux");
        packages.put("mount", "mount");
        return packages;
    }

    static boolean isRoot() throws IOException {
        return (Integer) Files.getAttribute(Path.of("/proc/self"), "unix:uid") == 0;
    }

    private static boolean has(String program) {
        return FOLDERS.stream().anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
    }

    private static Set<String> missing() {
        Set<String> missing = new LinkedHashSet<>();
        packages().forEach((program, name) -> {
            if (!has(program)) {
                missing.add(name);
            }
        });
        return missing;
    }

    /** Whether everything is there, now. */
    boolean meet() throws IOException {
        Set<String> missing = missing();
        if (missing.isEmpty()) {
            return true;
        }
        String names = String.join(" ", missing);
        if (!has("apt-get")) {
            shell.err().println("tierwall lab: install the programs of these packages first: " + names);
            return false;
        }
        if (!isRoot()) {
            shell.err().println("tierwall lab: programs are missing; install them with");
            shell.err().println("  sudo apt-get install -y " + names);
            return false;
        }
        shell.err().println("tierwall lab: installing the Debian packages " + names);
        run(List.of("apt-get", "update", "-q"));
        List<String> install = new ArrayList<>(List.of(
                "env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "install", "-y", "-q", "--no-install-recommends"));
        install.addAll(missing);
        run(install);
        if (!missing().isEmpty()) {
            shell.err().println("tierwall lab: still missing: " + String.join(" ", missing()));
            return false;
        }
        return true;
    }

    private void run(List<String> command) throws IOException {
        try (RunningProgram program = RunningProgram.start(Program.of(command.toArray(String[]::new)))) {
            program.stdin().close();
            Thread output = Thread.ofVirtual().start(() -> drain(program));
            String errors = new String(program.stderr().readAllBytes(), StandardCharsets.UTF_8);
            output.join();
            if (program.waitFor() != 0) {
                shell.err().println(errors.strip());
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while installing", interrupted);
        }
    }

    private static void drain(RunningProgram program) {
        try {
            program.stdout().transferTo(java.io.OutputStream.nullOutputStream());
        } catch (IOException gone) {
            // It has ended.
        }
    }
}
