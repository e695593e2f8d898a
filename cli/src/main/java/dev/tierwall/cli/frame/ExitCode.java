package dev.tierwall.cli.frame;

/** The exit codes of every command. */
public final class ExitCode {
    /** Allowed, the same, or clean. */
    public static final int OK = 0;

    /** Denied, different, or with findings. */
    public static final int NO = 1;

    /** Wrong usage, or input that cannot be read. */
    public static final int USAGE = 2;

    /** The environment failed (cluster, kernel, memory), or Tierwall itself did. */
    public static final int BROKEN = 3;

    /** Standard output was closed by its reader: what a shell reports for a tool that SIGPIPE ended. */
    public static final int PIPE_CLOSED = 128 + 13;

    private ExitCode() {}
}
