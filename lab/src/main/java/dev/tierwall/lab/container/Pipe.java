package dev.tierwall.lab.container;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;

/** Bytes from one thread to another. The JDK's own pipes ask whether a thread lives, which says nothing of virtual ones. */
final class Pipe {

    private final byte[] buffer = new byte[1 << 16];
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private int start;
    private int length;
    private boolean ended;
    private boolean abandoned;

    /** The end to write to. */
    OutputStream output() {
        return new OutputStream() {
            @Override
            public void write(int one) throws IOException {
                write(new byte[] {(byte) one}, 0, 1);
            }

            @Override
            public void write(byte[] bytes, int from, int count) throws IOException {
                put(bytes, from, count);
            }

            @Override
            public void close() {
                end();
            }
        };
    }

    /** The end to read from. */
    InputStream input() {
        return new InputStream() {
            @Override
            public int read() throws IOException {
                byte[] one = new byte[1];
                return take(one, 0, 1) < 0 ? -1 : Byte.toUnsignedInt(one[0]);
            }

            @Override
            public int read(byte[] bytes, int from, int most) throws IOException {
                return most == 0 ? 0 : take(bytes, from, most);
            }

            @Override
            public void close() {
                abandon();
            }
        };
    }

    private void put(byte[] bytes, int from, int count) throws IOException {
        lock.lock();
        try {
            int at = from;
            while (at < from + count) {
                await(() -> length < buffer.length || abandoned || ended);
                if (abandoned || ended) {
                    throw new IOException("nobody reads any more");
                }
                int place = (start + length) % buffer.length;
                int some = Math.min(Math.min(from + count - at, buffer.length - length), buffer.length - place);
                System.arraycopy(bytes, at, buffer, place, some);
                at += some;
                length += some;
                changed.signalAll();
            }
        } finally {
            lock.unlock();
        }
    }

    private int take(byte[] bytes, int from, int most) throws IOException {
        lock.lock();
        try {
            await(() -> length > 0 || ended || abandoned);
            if (length == 0 || abandoned) {
                return -1;
            }
            int some = Math.min(Math.min(most, length), buffer.length - start);
            System.arraycopy(buffer, start, bytes, from, some);
            start = (start + some) % buffer.length;
            length -= some;
            changed.signalAll();
            return some;
        } finally {
            lock.unlock();
        }
    }

    private void await(BooleanSupplier come) throws InterruptedIOException {
        try {
            while (!come.getAsBoolean()) {
                changed.await();
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted");
        }
    }

    void end() {
        set(() -> ended = true);
    }

    private void abandon() {
        set(() -> abandoned = true);
    }

    private void set(Runnable change) {
        lock.lock();
        try {
            change.run();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
