package dev.tierwall.lab.pods;

import java.io.IOException;
import java.io.Serial;

/** The container that was asked for is not there, or does not run. The message is for the user. */
public final class NotRunningException extends IOException {
    @Serial
    private static final long serialVersionUID = 1;

    public NotRunningException(String message) {
        super(message);
    }
}
