package dev.tierwall.cli;

import java.io.IOException;

/**
 * Standard output took no more bytes. Unchecked, because {@link java.io.PrintWriter} swallows an {@link IOException}
 * and a command would compute on for a reader that has gone.
 */
final class OutputLost extends RuntimeException {
    private static final long serialVersionUID = 1L;

    OutputLost(IOException cause) {
        super(cause.getMessage(), cause);
    }

    /** Whether the reader closed its end, as {@code head} does, which is no failure. */
    boolean readerWentAway() {
        String reason = getMessage();
        return reason != null && reason.toLowerCase(java.util.Locale.ROOT).contains("broken pipe");
    }
}
