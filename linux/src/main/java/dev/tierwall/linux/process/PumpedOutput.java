package dev.tierwall.linux.process;

import dev.tierwall.linux.libc.Descriptors;
import dev.tierwall.linux.libc.Errno;
import dev.tierwall.linux.libc.SystemCallException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;

/** What a program reads. */
final class PumpedOutput extends OutputStream {

    private static final int CHUNK = 16 << 10;

    private final Chunks chunks;
    private final Pump pump;
    private boolean closed;

    private PumpedOutput(Chunks chunks, Pump pump) {
        this.chunks = chunks;
        this.pump = pump;
    }

    static PumpedOutput of(String name, int descriptor) throws IOException {
        Chunks chunks = new Chunks();
        return new PumpedOutput(chunks, Pump.start(name, descriptor, pump -> {
            try {
                drain(chunks, pump);
            } finally {
                chunks.abandon();
            }
        }));
    }

    private static void drain(Chunks chunks, Pump pump) throws IOException, InterruptedException {
        for (Optional<byte[]> next = chunks.take(); next.isPresent(); next = chunks.take()) {
            int written = 0;
            while (written < next.get().length) {
                if (!pump.await(Descriptors.WRITABLE)) {
                    return;
                }
                written += write(pump, next.get(), written);
            }
        }
    }

    private static int write(Pump pump, byte[] bytes, int from) throws IOException {
        try {
            return Descriptors.write(pump.descriptor(), bytes, from);
        } catch (SystemCallException full) {
            if (full.errno() == Errno.EAGAIN || full.errno() == Errno.EINTR) {
                return 0;
            }
            throw full;
        }
    }

    @Override
    public void write(int one) throws IOException {
        write(new byte[] {(byte) one}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int from, int length) throws IOException {
        Objects.checkFromIndexSize(from, length, bytes.length);
        for (int at = from; at < from + length; at += CHUNK) {
            put(Arrays.copyOfRange(bytes, at, Math.min(at + CHUNK, from + length)));
        }
    }

    private void put(byte[] some) throws IOException {
        try {
            if (closed || !chunks.put(some)) {
                throw new IOException("the program reads no more");
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while a program reads");
        }
    }

    /** What was written so far still gets there. */
    @Override
    public void close() {
        closed = true;
        chunks.end();
    }

    /** Nothing more gets there. */
    void abandon() {
        chunks.abandon();
        pump.stop();
    }
}
