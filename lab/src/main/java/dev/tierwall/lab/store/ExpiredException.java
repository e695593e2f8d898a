package dev.tierwall.lab.store;

import java.io.Serial;

/** What happened since a version is no longer remembered: list anew. */
public final class ExpiredException extends Exception {
    @Serial
    private static final long serialVersionUID = 1;

    public ExpiredException(long version, long oldest) {
        super("too old resource version: " + version + " (" + oldest + ")");
    }
}
