package dev.tierwall.kube.tree;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Cuts a source of any length into blocks of whole documents, so that it is read by several threads and never held as a
 * whole. Text in UTF-16 with a byte-order mark becomes UTF-8, as kubectl reads it.
 */
public final class Blocks {

    /** The usual size of a block. */
    static final int USUAL = 256 << 10;

    /** A single document larger than this is not read. */
    static final int LARGEST = 256 << 20;

    private final InputStream source;
    private InputStream in;
    private byte[] buffer;
    private int filled;
    private int line = 1;
    private boolean ended;

    /**
     * @param source the bytes; the caller closes it
     * @param expected how many bytes there probably are, or a negative number if nobody knows
     */
    public Blocks(InputStream source, long expected) {
        this.source = source;
        this.in = source;
        this.buffer = new byte[expected < 0 || expected >= USUAL ? USUAL : (int) expected + 1];
    }

    /** What a source turned out to be, judged by its first bytes. */
    public enum Content {
        TEXT,
        EMPTY,
        BINARY,
        /** UTF-16 or UTF-32 in a form that kubectl does not recognise. */
        WIDE_WITHOUT_MARK
    }

    /** Reads the beginning. To be called once, before {@link #next}; only {@code TEXT} has blocks. */
    public Content open() throws IOException {
        fill();
        if (filled == 0) {
            return Content.EMPTY;
        }
        int first = buffer[0] & 0xff;
        int second = filled > 1 ? buffer[1] & 0xff : 0;
        if (first == 0xfe && second == 0xff) {
            transcode(StandardCharsets.UTF_16BE);
        } else if (first == 0xff && second == 0xfe) {
            transcode(StandardCharsets.UTF_16LE);
        } else if (first == 0xef && second == 0xbb && filled > 2 && (buffer[2] & 0xff) == 0xbf) {
            filled -= 3;
            System.arraycopy(buffer, 3, buffer, 0, filled);
        }
        return judge();
    }

    private Content judge() {
        int zeros = 0;
        int looked = Math.min(filled, 8192);
        for (int i = 0; i < looked; i++) {
            zeros += buffer[i] == 0 ? 1 : 0;
        }
        if (zeros == 0) {
            return filled == 0 ? Content.EMPTY : Content.TEXT;
        }
        return zeros * 5 >= looked * 2 && zeros * 5 <= looked * 4 ? Content.WIDE_WITHOUT_MARK : Content.BINARY;
    }

    private void transcode(Charset charset) throws IOException {
        byte[] rest = source.readNBytes(LARGEST);
        byte[] all = Arrays.copyOfRange(buffer, 2, filled + rest.length);
        System.arraycopy(rest, 0, all, filled - 2, rest.length);
        in = new ByteArrayInputStream(new String(all, charset).getBytes(StandardCharsets.UTF_8));
        filled = 0;
        ended = false;
        fill();
    }

    /** The next block, or null after the last. */
    public @Nullable Block next() throws IOException {
        fill();
        if (filled == 0) {
            return null;
        }
        int cut = ended ? filled : lastSeparator();
        while (cut <= 0) {
            if (buffer.length >= LARGEST) {
                throw new TooLargeException();
            }
            buffer = Arrays.copyOf(buffer, Math.min(LARGEST, buffer.length * 2));
            fill();
            cut = ended ? filled : lastSeparator();
        }
        Block block = new Block(buffer, 0, cut, line);
        int left = filled - cut;
        if (left > 0 || !ended) {
            byte[] rest = new byte[Math.max(USUAL, left * 2)];
            System.arraycopy(buffer, cut, rest, 0, left);
            buffer = rest;
        }
        filled = left;
        for (int i = 0; i < cut; i++) {
            line += block.bytes()[i] == '\n' ? 1 : 0;
        }
        return block;
    }

    /** A document is larger than any that could be applied. */
    public static final class TooLargeException extends IOException {
        private static final long serialVersionUID = 1;

        TooLargeException() {
            super("a single document is larger than " + (LARGEST >> 20) + " MiB");
        }
    }

    private void fill() throws IOException {
        while (!ended && filled < buffer.length) {
            int read = in.read(buffer, filled, buffer.length - filled);
            if (read < 0) {
                ended = true;
            } else {
                filled += read;
            }
        }
    }

    /** The start of the last line that begins with {@code ---}, or 0. */
    private int lastSeparator() {
        for (int i = filled - 4; i >= 0; i--) {
            if (buffer[i] == '\n' && buffer[i + 1] == '-' && buffer[i + 2] == '-' && buffer[i + 3] == '-') {
                return i + 1;
            }
        }
        return 0;
    }
}
