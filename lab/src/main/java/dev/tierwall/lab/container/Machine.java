package dev.tierwall.lab.container;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the lab has of the machine that it runs on.
 *
 * @param folder a folder for the files of containers, which ordinary users may pass through
 * @param isRoot whether this is the machine's root and not that of a user namespace
 * @param images folders by the names of images
 */
public record Machine(Path folder, boolean isRoot, Map<String, Path> images) {

    /** Who containers run as if the lab is root: nobody, who owns nothing. */
    static final int NOBODY = 65_534;

    /** The folders of the machine that containers see. Others hold data of the machine's own. */
    static final List<String> SHARED =
            List.of("usr", "bin", "sbin", "lib", "lib32", "lib64", "libx32", "opt", "nix", "gnu");

    /** Where programs are looked for. */
    public static final String PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

    /** This machine. */
    public static Machine here(Path folder, Map<String, Path> images) throws IOException {
        String map = Files.readString(Path.of("/proc/self/uid_map")).strip();
        return new Machine(folder, map.matches("0\\s+0\\s+4294967295"), images);
    }

    /** The folder that was given for an image, by its whole name or without tag. */
    Optional<Path> image(String name) {
        int tag = name.lastIndexOf(':');
        String bare = tag > name.lastIndexOf('/') ? name.substring(0, tag) : name;
        return Optional.ofNullable(images.getOrDefault(name, images.get(bare)));
    }

    /** Whether the machine has a program that containers can run. */
    boolean has(String program) {
        if (program.contains("/")) {
            return isShared(program) && Files.isExecutable(Path.of(program));
        }
        return Arrays.stream(PATH.split(":", -1))
                .anyMatch(folder ->
                        Files.isExecutable(Path.of(folder, program)) && !Files.isDirectory(Path.of(folder, program)));
    }

    private static boolean isShared(String path) {
        return SHARED.stream().anyMatch(folder -> path.startsWith("/" + folder + "/"));
    }

    /** Makes a folder that containers may write to, with all above it that is missing. */
    public Path makeFolder(Path path) throws IOException {
        Files.createDirectories(path);
        give(path);
        return path;
    }

    /** Lets containers own a file. */
    void give(Path path) throws IOException {
        if (isRoot) {
            Files.setAttribute(path, "unix:uid", NOBODY, LinkOption.NOFOLLOW_LINKS);
            Files.setAttribute(path, "unix:gid", NOBODY, LinkOption.NOFOLLOW_LINKS);
        }
    }

    /** Writes a file that containers may read. */
    public void write(Path path, byte[] content) throws IOException {
        Files.write(path, content);
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rw-r--r--"));
        give(path);
    }
}
