package dev.tierwall.lab.dns;

import java.io.IOException;
import java.io.Serial;

/** A name has no address, or nobody answers who would know it. */
public final class UnknownNameException extends IOException {
    @Serial
    private static final long serialVersionUID = 1;

    private final boolean unanswered;

    UnknownNameException(String name, boolean unanswered) {
        super(name + ": " + (unanswered ? "no answer from the name server" : "no such name"));
        this.unanswered = unanswered;
    }

    /** Whether nobody answered, so that it may be known after all. */
    public boolean isUnanswered() {
        return unanswered;
    }
}
