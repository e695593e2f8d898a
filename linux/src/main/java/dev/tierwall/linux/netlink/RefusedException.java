package dev.tierwall.linux.netlink;

import dev.tierwall.linux.libc.Errno;
import java.io.IOException;

/** The kernel refused a request. Nothing of its transaction was done. */
public final class RefusedException extends IOException {

    private static final long serialVersionUID = 1;

    private final int errno;

    /**
     * A refusal.
     *
     * @param object what was asked for, in words
     * @param errno the system's number of the error
     * @param reason what the kernel adds to that; may be empty
     */
    public RefusedException(String object, int errno, String reason) {
        super("the kernel refuses to " + object + ": " + Errno.words(errno)
                + (reason.isEmpty() ? "" : " (" + reason + ")"));
        this.errno = errno;
    }

    /** The system's number of the error. */
    public int errno() {
        return errno;
    }
}
