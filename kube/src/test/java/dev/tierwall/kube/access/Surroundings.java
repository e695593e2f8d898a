package dev.tierwall.kube.access;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/** Environments for tests: nothing of the machine they run on shows through. */
final class Surroundings {

    private Surroundings() {}

    /** An empty home folder, no variables. */
    static Environment empty(Path home) {
        return with(home, Map.of());
    }

    static Environment with(Path home, Map<String, String> variables) {
        return hearing(home, variables, new CopyOnWriteArrayList<>());
    }

    /** What plug-ins say to the person ends up in {@code said}. */
    static Environment hearing(Path home, Map<String, String> variables, List<String> said) {
        return new Environment(variables, home, home.resolve("serviceaccount"), said::add, () -> false);
    }

    static Path write(Path file, String content) {
        try {
            Files.createDirectories(file.getParent());
            return Files.writeString(file, content);
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }
}
