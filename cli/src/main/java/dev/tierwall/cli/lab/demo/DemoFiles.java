package dev.tierwall.cli.lab.demo;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/** The manifests of the tutorial, which are those of the examples. */
final class DemoFiles {

    private DemoFiles() {}

    /** Writes them into a folder of their own. */
    static Path unpack() throws IOException {
        Path folder = Files.createTempDirectory("tierwall-demo");
        List<String> names = new ArrayList<>();
        DemoStep.ALL.forEach(step -> names.addAll(step.files()));
        for (String name : names) {
            try (InputStream file = Objects.requireNonNull(DemoFiles.class.getResourceAsStream(name), name)) {
                Path there = folder.resolve(name);
                Files.createDirectories(Objects.requireNonNull(there.getParent()));
                Files.copy(file, there);
            }
        }
        return folder;
    }

    static void remove(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
