package dev.tierwall.linux.process;

import dev.tierwall.linux.libc.Descriptors;
import dev.tierwall.linux.libc.Errno;
import dev.tierwall.linux.libc.SystemCallException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.util.Objects;
import java.util.Optional;

/** What a program prints. */
final class PumpedInput extends InputStream {

    private static final int CHUNK = 16 << 10;

    private final Chunks chunks;
    private final Pump pump;
    private byte[] current = new byte[0];
    private int at;

    private PumpedInput(Chunks chunks, Pump pump) {
        this.chunks = chunks;
        this.pump = pump;
    }

    static PumpedInput of(String name, int descriptor) throws IOException {
        Chunks chunks = new Chunks();
        return new PumpedInput(chunks, Pump.start(name, descriptor, pump -> {
            try {
                fill(chunks, pump);
            } finally {
                chunks.end();
            }
        }));
    }

    private static void fill(Chunks chunks, Pump pump) throws IOException, InterruptedException {
        while (pump.await(Descriptors.READABLE)) {
            try {
                byte[] some = Descriptors.read(pump.descriptor(), CHUNK);
                if (some.length == 0 || !chunks.put(some)) {
                    return;
                }
            } catch (SystemCallException nothing) {
                if (nothing.errno() == Errno.EIO) {
                    return; // the end of a terminal
                }
                if (nothing.errno() != Errno.EAGAIN && nothing.errno() != Errno.EINTR) {
                    throw nothing;
                }
            }
        }
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : Byte.toUnsignedInt(one[0]);
    }

    @Override
    public int read(byte[] bytes, int from, int most) throws IOException {
        Objects.checkFromIndexSize(from, most, bytes.length);
        if (most == 0) {
            return 0;
        }
        if (at == current.length) {
            Optional<byte[]> next = next();
            if (next.isEmpty()) {
                return -1;
            }
            current = next.get();
            at = 0;
        }
        int length = Math.min(most, current.length - at);
        System.arraycopy(current, at, bytes, from, length);
        at += length;
        return length;
    }

    private Optional<byte[]> next() throws IOException {
        try {
            return chunks.take();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while a program prints");
        }
    }

    @Override
    public int available() {
        return current.length - at;
    }

    @Override
    public void close() {
        chunks.abandon();
        pump.stop();
    }
}
