package dev.tierwall.cli;

/** The exit codes of every command. */
final class ExitCode {
    /** Allowed, the same, or clean. */
    static final int OK = 0;

    /** Denied, different, or with findings. */
    static final int NO = 1;

    /** Wrong usage, or input that cannot be read. */
    static final int USAGE = 2;

    /** The environment failed (cluster, kernel, memory), or Tierwall itself did. */
    static final int BROKEN = 3;

    /** Standard output was closed by its reader: what a shell reports for a tool that SIGPIPE ended. */
    static final int PIPE_CLOSED = 128 + 13;

    private ExitCode() {}
}
