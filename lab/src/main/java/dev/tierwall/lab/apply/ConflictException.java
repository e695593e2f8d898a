package dev.tierwall.lab.apply;

import dev.tierwall.lab.validate.Cause;
import java.io.Serial;
import java.util.List;

/** An applied configuration changes fields that others own. Message and causes are those of the Status that says so. */
public final class ConflictException extends Exception {
    @Serial
    private static final long serialVersionUID = 1;

    private final transient List<Cause> causes;

    ConflictException(String message, List<Cause> causes) {
        super(message);
        this.causes = List.copyOf(causes);
    }

    public List<Cause> causes() {
        return causes;
    }
}
