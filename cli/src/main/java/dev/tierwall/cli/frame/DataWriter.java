package dev.tierwall.cli.frame;

import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;

/** Standard output: takes text, and bytes from whoever has so many rows that text would be too slow. */
public final class DataWriter extends PrintWriter {
    private final OutputStream stream;

    /** Writes UTF-8 to the stream, not flushed after each line. */
    public DataWriter(OutputStream stream) {
        super(new OutputStreamWriter(stream, StandardCharsets.UTF_8), false);
        this.stream = stream;
    }

    /** The stream below, after all text that was written so far. */
    public OutputStream bytes() {
        flush();
        return stream;
    }
}
