package dev.tierwall.lab.pods;

import java.io.InputStream;
import java.io.OutputStream;

/** A command that runs inside a container. Closing it kills it, if it still runs. */
public interface RunningCommand extends AutoCloseable {

    /** What the command reads; closing it ends its input. */
    OutputStream stdin();

    /** What the command prints; with a terminal, all of it. */
    InputStream stdout();

    /** What the command prints as errors; empty with a terminal. */
    InputStream stderr();

    /** Tells the command's terminal its size; does nothing without one. */
    void resize(int columns, int rows);

    /** Waits for the end, and gives the exit code; 128 and the number of the signal that killed it. */
    int waitFor() throws InterruptedException;

    @Override
    void close();
}
