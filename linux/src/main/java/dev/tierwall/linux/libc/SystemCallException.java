package dev.tierwall.linux.libc;

import java.io.IOException;

/** A system call that failed. */
public final class SystemCallException extends IOException {

    private static final long serialVersionUID = 1;

    private final int errno;

    SystemCallException(String call, int errno) {
        super(call + ": " + Errno.words(errno));
        this.errno = errno;
    }

    /** The system's number of the error. */
    public int errno() {
        return errno;
    }
}
