package dev.tierwall.cli.lab;

import dev.tierwall.cli.frame.Shell;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Where a lab leaves what its commands must know: which process it is, and how to reach it. Only its user can look inside.
 *
 * @param name the lab's name
 * @param path the folder
 */
record LabFolder(String name, Path path) {

    private static final FileAttribute<Set<PosixFilePermission>> PRIVATE =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));
    private static final FileAttribute<Set<PosixFilePermission>> SECRET =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

    /** The folder of a lab, whether it is there or not. */
    static LabFolder of(String name, Shell shell) throws IOException {
        return new LabFolder(name, base(shell).resolve(name));
    }

    /** All that are there. */
    static List<LabFolder> all(Shell shell) throws IOException {
        List<LabFolder> all = new ArrayList<>();
        try (DirectoryStream<Path> folders = Files.newDirectoryStream(base(shell))) {
            for (Path folder : folders) {
                all.add(new LabFolder(folder.getFileName().toString(), folder));
            }
        }
        all.sort(Comparator.comparing(LabFolder::name));
        return all;
    }

    private static Path base(Shell shell) throws IOException {
        // The link itself is root's.
        int user = (Integer) Files.getAttribute(Path.of("/proc/self"), "unix:uid");
        String runtime = shell.variable("XDG_RUNTIME_DIR");
        Path own = Path.of(runtime.isEmpty() ? "/nonexistent" : runtime);
        boolean isOwn = Files.isDirectory(own) && user(own) == user;
        Path base = isOwn ? own.resolve("tierwall") : Path.of("/tmp/tierwall-" + user);
        try {
            Files.createDirectory(base, PRIVATE);
        } catch (FileAlreadyExistsException before) {
            // Somebody else may have put it there, to read along.
            boolean isSafe = Files.isDirectory(base, LinkOption.NOFOLLOW_LINKS)
                    && user(base) == user
                    && Files.getPosixFilePermissions(base, LinkOption.NOFOLLOW_LINKS)
                            .equals(PosixFilePermissions.fromString("rwx------"));
            if (!isSafe) {
                throw new IOException(
                        base + " is not a folder of yours alone: remove it, or set XDG_RUNTIME_DIR", before);
            }
        }
        return base;
    }

    private static int user(Path path) throws IOException {
        return (Integer) Files.getAttribute(path, "unix:uid", LinkOption.NOFOLLOW_LINKS);
    }

    /** Makes it, empty. */
    void create() throws IOException {
        remove();
        Files.createDirectory(path, PRIVATE);
    }

    Path kubeconfig() {
        return path.resolve("kubeconfig");
    }

    Path log() {
        return path.resolve("log");
    }

    /** Writes a file that only the user can read, complete or not at all. */
    void write(String file, String text) throws IOException {
        Path part = path.resolve(file + ".part");
        Files.deleteIfExists(part);
        Files.createFile(part, SECRET);
        Files.writeString(part, text, StandardOpenOption.WRITE);
        Files.move(part, path.resolve(file), java.nio.file.StandardCopyOption.ATOMIC_MOVE);
    }

    /** What a file says, if it is there. */
    Optional<String> read(String file) throws IOException {
        Path there = path.resolve(file);
        return Files.exists(there) ? Optional.of(Files.readString(there).strip()) : Optional.empty();
    }

    boolean exists() {
        return Files.isDirectory(path);
    }

    /** Removes it with all in it. */
    void remove() throws IOException {
        if (!Files.exists(path)) {
            return;
        }
        try (Stream<Path> files = Files.walk(path)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }
}
