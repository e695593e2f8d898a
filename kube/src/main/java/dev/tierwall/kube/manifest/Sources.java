package dev.tierwall.kube.manifest;

import dev.tierwall.core.model.Finding;
import dev.tierwall.core.model.Finding.Severity;
import dev.tierwall.core.model.Location;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Finds the files behind the names that a user gives. Folders are read with all folders in them, in the order of names;
 * as with kubectl only files that end in .yaml, .yml or .json, and without following links to other folders.
 */
public final class Sources {

    private static final int DEEPEST = 200;

    private final List<Source> found = new ArrayList<>();
    private final List<Finding> findings = new ArrayList<>();
    private boolean stdin;

    /** The files. */
    public List<Source> found() {
        return found;
    }

    /** What cannot be read. */
    public List<Finding> findings() {
        return findings;
    }

    /** Adds what is behind one name: a file, a folder, or {@code -} for standard input. */
    public void add(String name) {
        if (name.equals("-")) {
            if (!stdin) {
                found.add(new Source(Source.STDIN, null, -1));
            }
            stdin = true;
        } else if (name.startsWith("http://") || name.startsWith("https://")) {
            error(
                    name,
                    "manifests are not fetched from the network",
                    "fetch it yourself: `curl -fsSL " + name + " | tierwall … -f -`");
        } else {
            Path path = path(name);
            if (path != null) {
                named(path);
            }
        }
    }

    private @Nullable Path path(String name) {
        try {
            return Path.of(name);
        } catch (InvalidPathException impossible) {
            error(name, "this cannot be the name of a file", "give a file, a folder, or - for standard input");
            return null;
        }
    }

    /** What the user named is read whatever it is called, and through links. */
    private void named(Path path) {
        try {
            BasicFileAttributes attributes = Files.readAttributes(path, BasicFileAttributes.class);
            if (attributes.isDirectory()) {
                folder(path, 0);
            } else {
                found.add(new Source(path.toString(), path, attributes.isRegularFile() ? attributes.size() : -1));
            }
        } catch (IOException failure) {
            unreadable(path, failure);
        }
    }

    private void folder(Path folder, int depth) {
        if (depth > DEEPEST) {
            error(folder.toString(), "folders are nested too deeply", "read the inner folders by themselves");
            return;
        }
        List<Path> entries = new ArrayList<>();
        try (DirectoryStream<Path> stream = Files.newDirectoryStream(folder)) {
            stream.forEach(entries::add);
        } catch (IOException failure) {
            unreadable(folder, failure);
            return;
        } catch (DirectoryIteratorException failure) {
            unreadable(folder, new IOException(failure.getMessage(), failure));
            return;
        }
        entries.sort(
                (a, b) -> a.getFileName().toString().compareTo(b.getFileName().toString()));
        for (Path entry : entries) {
            try {
                entry(entry, depth);
            } catch (IOException failure) {
                unreadable(entry, failure);
            }
        }
    }

    private void entry(Path entry, int depth) throws IOException {
        String name = entry.getFileName().toString();
        BasicFileAttributes attributes =
                Files.readAttributes(entry, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        if (attributes.isDirectory()) {
            if (!name.startsWith(".")) {
                folder(entry, depth + 1);
            }
        } else if (attributes.isSymbolicLink() && Files.isDirectory(entry)) {
            if (!name.startsWith(".")) {
                note(
                        entry.toString(),
                        "not read: a link to another folder, which kubectl does not follow either",
                        "name the folder itself if it should be read");
            }
        } else if (isManifest(name)) {
            BasicFileAttributes target =
                    attributes.isSymbolicLink() ? Files.readAttributes(entry, BasicFileAttributes.class) : attributes;
            if (target.isRegularFile()) {
                found.add(new Source(entry.toString(), entry, target.size()));
            }
        }
    }

    private static boolean isManifest(String name) {
        return name.endsWith(".yaml") || name.endsWith(".yml") || name.endsWith(".json");
    }

    private void unreadable(Path path, IOException failure) {
        findings.add(unreadable(path.toString(), failure));
    }

    /** What a person should know about a file that could not be read. */
    public static Finding unreadable(String name, IOException failure) {
        Location at = new Location(name, 0, 0);
        if (failure instanceof NoSuchFileException) {
            return new Finding(Severity.ERROR, at, "there is no such file or folder", "check the path");
        }
        if (failure instanceof AccessDeniedException) {
            return new Finding(Severity.ERROR, at, "reading it is not permitted", "check its owner and mode");
        }
        String reason = failure instanceof FileSystemException system ? system.getReason() : failure.getMessage();
        boolean loop = reason != null && reason.contains("symbolic links");
        return new Finding(
                Severity.ERROR,
                at,
                loop ? "the link leads back to itself" : "it could not be read" + (reason == null ? "" : ": " + reason),
                loop ? "remove it, or let it point to a file" : "check that it can be read with `cat`");
    }

    private void error(String name, String problem, String remedy) {
        findings.add(new Finding(Severity.ERROR, new Location(name, 0, 0), problem, remedy));
    }

    private void note(String name, String problem, String remedy) {
        findings.add(new Finding(Severity.NOTE, new Location(name, 0, 0), problem, remedy));
    }
}
