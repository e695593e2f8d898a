package dev.tierwall.cli.report.rows;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** Collects bytes for a stream, so that a row costs a few copies and no object. */
final class Bytes {

    private static final int SIZE = 1 << 16;

    private final OutputStream stream;
    private final byte[] buffer = new byte[SIZE];
    private int used;

    Bytes(OutputStream stream) {
        this.stream = stream;
    }

    /** The UTF-8 of a text, to be put again and again. */
    static byte[] of(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    void put(byte[] bytes) {
        int length = bytes.length;
        if (length > SIZE - used) {
            flush();
            if (length > SIZE) {
                write(bytes, length);
                return;
            }
        }
        System.arraycopy(bytes, 0, buffer, used, length);
        used += length;
    }

    void put(String text) {
        put(of(text));
    }

    void put(char ascii) {
        if (used == SIZE) {
            flush();
        }
        buffer[used++] = (byte) ascii;
    }

    /** Puts so many spaces. */
    void pad(int spaces) {
        for (int i = 0; i < spaces; i++) {
            put(' ');
        }
    }

    void flush() {
        write(buffer, used);
        used = 0;
    }

    private void write(byte[] bytes, int length) {
        try {
            stream.write(bytes, 0, length);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
