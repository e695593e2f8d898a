package dev.tierwall.deploy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Packs the classes of a room that Maven has not packed yet, as when tests run without packaging. */
final class Jars {

    private Jars() {}

    static Path pack(Path classes, Path folder) throws IOException {
        String room =
                "tierwall-" + classes.toAbsolutePath().getParent().getParent().getFileName();
        Path jar = folder.resolve(room + ".jar");
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(jar));
                Stream<Path> files = Files.walk(classes)) {
            for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
                ZipEntry entry = new ZipEntry(classes.relativize(file).toString());
                entry.setTime(0);
                zip.putNextEntry(entry);
                Files.copy(file, zip);
            }
        }
        return jar;
    }
}
