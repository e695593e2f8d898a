package dev.tierwall.lab.decode;

import java.io.Serial;

/** What a client sent cannot be taken for an object: it is no JSON, or a field has another type. The message is the client's. */
public final class UnreadableObjectException extends Exception {
    @Serial
    private static final long serialVersionUID = 1;

    public UnreadableObjectException(String message) {
        super(message);
    }
}
