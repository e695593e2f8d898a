package dev.tierwall.house;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** The folder that holds the whole project, and its files as a reader of the repository sees them. */
final class Checkout {
    /** What builds and tools leave behind, none of which is in the repository. */
    private static final Set<String> NOT_IN_THE_REPOSITORY =
            Set.of(".git", "target", ".tierwall", "node_modules", "dist", ".idea", ".vscode");

    private static final Pattern MODULE = Pattern.compile("<module>([^<]+)</module>");

    static final Path ROOT = findRoot();

    /** All files, sorted, relative to {@link #ROOT}. */
    static final List<Path> FILES = walk();

    private Checkout() {}

    /** The files whose names end with one of these. */
    static List<Path> filesEndingWith(String... ends) {
        return FILES.stream().filter(file -> endsWith(file, ends)).toList();
    }

    /** The modules that the parent names: one for each room. */
    static List<String> modules() {
        return MODULE.matcher(read(Path.of("pom.xml")))
                .results()
                .map((MatchResult module) -> module.group(1))
                .toList();
    }

    static String read(Path file) {
        try {
            return Files.readString(ROOT.resolve(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean endsWith(Path file, String... ends) {
        for (String end : ends) {
            if (file.toString().endsWith(end)) {
                return true;
            }
        }
        return false;
    }

    private static Path findRoot() {
        Path folder = Path.of("").toAbsolutePath();
        while (!Files.exists(folder.resolve("mvnw"))) {
            folder = folder.getParent();
            if (folder == null) {
                throw new IllegalStateException("no folder above this one holds mvnw");
            }
        }
        return folder;
    }

    private static List<Path> walk() {
        List<Path> files = new ArrayList<>();
        try {
            Files.walkFileTree(ROOT, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
                    boolean skip =
                            NOT_IN_THE_REPOSITORY.contains(folder.getFileName().toString());
                    return skip ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                    if (!NOT_IN_THE_REPOSITORY.contains(file.getFileName().toString())) {
                        files.add(ROOT.relativize(file));
                    }
                    return FileVisitResult.CONTINUE;
                }
            });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return files.stream().sorted().toList();
    }
}
