package dev.tierwall.lab.container;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/** A command that could not be started: it says why, and has ended. */
record FailedRun(int code, String why) implements ContainerRun {

    /** What shells say when there is no such command. */
    static final int NOT_FOUND = 127;

    @Override
    public OutputStream stdin() {
        return OutputStream.nullOutputStream();
    }

    @Override
    public InputStream stdout() {
        return InputStream.nullInputStream();
    }

    @Override
    public InputStream stderr() {
        return new ByteArrayInputStream((why + "\n").getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public void resize(int columns, int rows) {
        // It has no terminal.
    }

    @Override
    public int waitFor() {
        return code;
    }

    @Override
    public void terminate() {
        // It has ended.
    }

    @Override
    public void close() {
        // It has ended.
    }
}
