package dev.tierwall.lab.container;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a container sees as its root: a folder of its own, with the machine's shared folders in it read-only, and those of
 * its image in their place.
 *
 * @param path the folder
 * @param binds what is laid into it
 */
record RootFolder(Path path, List<Bind> binds) {

    private static final String HOST_ETC = ".host/etc";
    private static final List<String> OWN =
            List.of("tmp", "root", "home", "run", "var", "var/tmp", "var/log", "var/run", "srv", "mnt");

    /**
     * A folder or file that is also seen elsewhere.
     *
     * @param source where it is on the machine
     * @param target where the container sees it
     */
    record Bind(Path source, String target, boolean readOnly) {}

    /**
     * Makes one.
     *
     * @param path a folder that is not there yet
     * @param image the image's folder
     * @param etc files of {@code /etc} that are the pod's own
     */
    static RootFolder make(Machine machine, Path path, Optional<Path> image, Map<String, byte[]> etc)
            throws IOException {
        machine.makeFolder(path);
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwxr-xr-x"));
        List<Bind> binds = new ArrayList<>();
        List<String> ofImage = new ArrayList<>();
        Path host = Path.of("/etc");
        if (image.isPresent()) {
            try (DirectoryStream<Path> entries = Files.newDirectoryStream(image.get())) {
                for (Path entry : entries) {
                    String name = entry.getFileName().toString();
                    ofImage.add(name);
                    if (name.equals("etc")) {
                        host = entry;
                    } else {
                        lay(machine, entry, path.resolve(name), binds);
                    }
                }
            }
        }
        for (String name : Machine.SHARED) {
            Path source = Path.of("/", name);
            if (!ofImage.contains(name) && Files.exists(source)) {
                lay(machine, source, path.resolve(name), binds);
            }
        }
        for (String name : OWN) {
            if (!ofImage.contains(name.split("/", 2)[0])) {
                machine.makeFolder(path.resolve(name));
            }
        }
        Files.createDirectories(path.resolve(HOST_ETC));
        binds.add(new Bind(host, "/" + HOST_ETC, true));
        fillEtc(machine, host, machine.makeFolder(path.resolve("etc")), etc);
        return new RootFolder(path, List.copyOf(binds));
    }

    private static void lay(Machine machine, Path source, Path target, List<Bind> binds) throws IOException {
        String name = target.getFileName().toString();
        if (Files.isSymbolicLink(source)) {
            Files.createSymbolicLink(target, Files.readSymbolicLink(source));
        } else if (Files.isDirectory(source)) {
            Files.createDirectories(target);
            binds.add(new Bind(source, "/" + name, true));
        } else if (Files.isRegularFile(source)) {
            machine.write(target, new byte[0]);
            binds.add(new Bind(source, "/" + name, true));
        }
    }

    /** Refers to the files of the machine, so that a few of them can be others. */
    private static void fillEtc(Machine machine, Path host, Path etc, Map<String, byte[]> own) throws IOException {
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(host)) {
            for (Path entry : entries) {
                String name = entry.getFileName().toString();
                if (!own.containsKey(name)) {
                    Path link =
                            Files.isSymbolicLink(entry) ? Files.readSymbolicLink(entry) : Path.of("/", HOST_ETC, name);
                    Files.createSymbolicLink(etc.resolve(name), link);
                }
            }
        }
        for (Map.Entry<String, byte[]> file : own.entrySet()) {
            machine.write(etc.resolve(file.getKey()), file.getValue());
        }
    }

    /** Where on the machine a path of the container is. */
    Path onMachine(String inside, List<Bind> volumes) {
        List<Bind> all = new ArrayList<>(volumes);
        all.addAll(binds);
        for (Bind bind : all) {
            if (inside.equals(bind.target())) {
                return bind.source();
            }
            if (inside.startsWith(bind.target() + "/")) {
                return bind.source().resolve(inside.substring(bind.target().length() + 1));
            }
        }
        Path plain = path.resolve(inside.replaceFirst("^/+", ""));
        Path first = path.resolve(path.relativize(plain).getName(0));
        if (Files.isSymbolicLink(first) && plain.getNameCount() > first.getNameCount()) {
            // Such as /bin, which is usr/bin.
            try {
                Path link = Path.of("/").resolve(Files.readSymbolicLink(first));
                return onMachine(
                        link.resolve(first.relativize(plain)).normalize().toString(), volumes);
            } catch (IOException gone) {
                return plain;
            }
        }
        return plain;
    }

    /** Deletes a folder with all in it; what is linked or bound stays. */
    static void delete(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        Files.walkFileTree(folder, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.delete(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(
                    Path visited, @org.jspecify.annotations.Nullable IOException failure) throws IOException {
                Files.delete(visited);
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
