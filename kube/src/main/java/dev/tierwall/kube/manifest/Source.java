package dev.tierwall.kube.manifest;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * One stream of documents.
 *
 * @param name the path as the user named it, for locations
 * @param path the file; null for standard input
 * @param size its size in bytes, or -1 if it is not known
 */
public record Source(String name, @Nullable Path path, long size) {

    static final String STDIN = "<stdin>";

    /** Opens it; standard input is not closed by its reader. */
    public InputStream open(InputStream stdin) throws IOException {
        return path == null ? stdin : Files.newInputStream(path);
    }
}
