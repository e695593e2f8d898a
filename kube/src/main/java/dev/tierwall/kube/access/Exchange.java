package dev.tierwall.kube.access;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * One request and its answer, up to the last byte, in bounded time. The HTTP client's own time-out ends with the headers; a
 * body that stops in the middle would be waited for without end.
 */
final class Exchange implements AutoCloseable {

    private final ScheduledExecutorService clock;
    private final Duration timeout;
    private final long started = System.nanoTime();
    private volatile boolean expired;
    private @Nullable InputStream body;
    private @Nullable ScheduledFuture<?> deadline;

    Exchange(ScheduledExecutorService clock, Duration timeout) {
        this.clock = clock;
        this.timeout = timeout;
    }

    /** Takes charge of the body: it is closed at the deadline, and at the end. */
    InputStream guard(InputStream stream) throws IOException {
        body = stream;
        if (!timeout.isZero()) {
            long left = timeout.toNanos() - (System.nanoTime() - started);
            try {
                deadline = clock.schedule(() -> expire(stream), Math.max(left, 0), TimeUnit.NANOSECONDS);
            } catch (RejectedExecutionException closed) {
                throw new IOException("the way to the server was closed", closed);
            }
        }
        return stream;
    }

    /** Takes charge of a body without end: it is closed when nothing has come for the time allowed, and at the end. */
    InputStream follow(InputStream stream) throws IOException {
        body = stream;
        AtomicLong last = new AtomicLong(System.nanoTime());
        if (!timeout.isZero()) {
            long pace = Math.max(timeout.toNanos() / 8, 1);
            Runnable look = () -> {
                if (System.nanoTime() - last.get() > timeout.toNanos()) {
                    expire(stream);
                }
            };
            try {
                deadline = clock.scheduleWithFixedDelay(look, pace, pace, TimeUnit.NANOSECONDS);
            } catch (RejectedExecutionException closed) {
                throw new IOException("the way to the server was closed", closed);
            }
        }
        return new FilterInputStream(stream) {
            @Override
            public int read() throws IOException {
                int one = super.read();
                last.set(System.nanoTime());
                return one;
            }

            @Override
            public int read(byte[] bytes, int from, int length) throws IOException {
                int count = super.read(bytes, from, length);
                last.set(System.nanoTime());
                return count;
            }
        };
    }

    private void expire(InputStream stream) {
        expired = true;
        try {
            stream.close();
        } catch (IOException alreadyGone) {
            return;
        }
    }

    /** Reads the answer; if the deadline cut it off, that is what failed. */
    <T> T read(ApiServer.Answer answer, ApiServer.Reading<T> reading) throws IOException, ClusterException {
        try {
            return reading.read(answer);
        } catch (IOException failure) {
            if (expired) {
                HttpTimeoutException late = new HttpTimeoutException("the answer is incomplete after " + timeout);
                late.initCause(failure);
                throw late;
            }
            throw failure;
        }
    }

    @Override
    public void close() throws IOException {
        if (deadline != null) {
            deadline.cancel(false);
        }
        if (body != null) {
            body.close();
        }
    }
}
