package dev.tierwall.kube.access;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** Files that a kubeconfig names, and what to say when they cannot be read. */
final class LocalFiles {

    private LocalFiles() {}

    /**
     * The content of a file.
     *
     * @param what what the file is, for the message
     */
    static byte[] bytes(Path file, String what) throws ClusterException {
        try {
            return Files.readAllBytes(file);
        } catch (NoSuchFileException absent) {
            throw new ClusterException("the file " + file + " (" + what + ") does not exist", absent);
        } catch (AccessDeniedException denied) {
            throw new ClusterException("the file " + file + " (" + what + ") may not be read by this user", denied);
        } catch (IOException unreadable) {
            String reason = Files.isDirectory(file) ? "it is a folder" : unreadable.getMessage();
            throw new ClusterException("the file " + file + " (" + what + ") cannot be read: " + reason, unreadable);
        }
    }

    /** The content of a file of one line, without the line's end. */
    static String line(Path file, String what) throws ClusterException {
        return new String(bytes(file, what), StandardCharsets.UTF_8).strip();
    }
}
