package dev.tierwall.lab.patch;

import java.io.Serial;

/** A patch that is malformed, or does not fit the object. The message is the client's. */
public final class PatchException extends Exception {
    @Serial
    private static final long serialVersionUID = 1;

    private final boolean malformed;

    private PatchException(String message, boolean malformed) {
        super(message);
        this.malformed = malformed;
    }

    /** The patch could not be applied to any object: a bad request. */
    static PatchException malformed(String message) {
        return new PatchException(message, true);
    }

    /** The patch does not fit this object: the API server answers that it cannot process it. */
    static PatchException unfit(String message) {
        return new PatchException(message, false);
    }

    /** Whether no object at all could be patched so. */
    public boolean isMalformed() {
        return malformed;
    }
}
