package dev.tierwall.lab.container;

import dev.tierwall.lab.pods.LogRequest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** What one run of a container printed: the last of it, line by line, with the times. */
public final class ContainerLog {

    private static final int MOST_BYTES = 4 << 20;
    private static final int LONGEST_LINE = 16 << 10;

    /** A line, or a piece of a long one, with its end if it has one; a character is a byte. */
    private record Line(Instant time, String text) {

        byte[] bytes() {
            return text.getBytes(StandardCharsets.ISO_8859_1);
        }
    }

    private final Deque<Line> lines = new ArrayDeque<>();
    private long dropped;
    private int bytes;
    private boolean ended;

    /** Takes what one stream prints. */
    Lines lines() {
        return new Lines();
    }

    /** Cuts a stream into lines. */
    final class Lines {

        private final ByteArrayOutputStream line = new ByteArrayOutputStream();

        void take(byte[] some, int length) {
            for (int i = 0; i < length; i++) {
                line.write(some[i]);
                if (some[i] == '\n' || line.size() == LONGEST_LINE) {
                    flush();
                }
            }
        }

        void flush() {
            if (line.size() > 0) {
                add(line.toByteArray());
                line.reset();
            }
        }
    }

    private synchronized void add(byte[] text) {
        lines.add(new Line(Instant.now(), new String(text, StandardCharsets.ISO_8859_1)));
        bytes += text.length;
        while (bytes > MOST_BYTES) {
            bytes -= lines.remove().text().length();
            dropped++;
        }
        notifyAll();
    }

    /** Nothing will follow. */
    public synchronized void end() {
        ended = true;
        notifyAll();
    }

    /** The last lines as one text, for the message of a container that failed. */
    public synchronized String tail(int most) {
        StringBuilder text = new StringBuilder();
        lines.stream()
                .skip(Math.max(0, lines.size() - most))
                .forEach(line -> text.append(new String(line.bytes(), StandardCharsets.UTF_8)));
        return text.toString();
    }

    /** Reads it. */
    public InputStream read(LogRequest request) {
        return new Reader(request);
    }

    private synchronized long firstFor(LogRequest request) {
        long skip = 0;
        if (request.tailLines().isPresent()) {
            skip = Math.max(0, lines.size() - request.tailLines().getAsLong());
        }
        if (request.sinceSeconds().isPresent()) {
            Instant since = Instant.now().minusSeconds(request.sinceSeconds().getAsLong());
            long older =
                    lines.stream().filter(line -> line.time().isBefore(since)).count();
            skip = Math.max(skip, older);
        }
        return dropped + skip;
    }

    /** The lines from a number on; waits for one if there is none and more may come. */
    private synchronized Part from(long number, boolean wait) throws InterruptedIOException {
        try {
            while (wait && !ended && dropped + lines.size() <= number) {
                wait(1000);
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while following a log");
        }
        List<Line> found = lines.stream().skip(Math.max(0, number - dropped)).toList();
        return new Part(found, dropped + lines.size());
    }

    /** Some lines, and the number of the one that will follow. */
    private record Part(List<Line> lines, long next) {}

    private final class Reader extends InputStream {

        private final LogRequest request;
        private long next;
        private long left;
        private byte[] current = new byte[0];
        private int at;

        Reader(LogRequest request) {
            this.request = request;
            this.next = firstFor(request);
            this.left = request.limitBytes().orElse(Long.MAX_VALUE);
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : Byte.toUnsignedInt(one[0]);
        }

        @Override
        public int read(byte[] target, int from, int most) throws IOException {
            if (at == current.length && !advance()) {
                return -1;
            }
            int some = (int) Math.min(left, Math.min(most, current.length - at));
            if (some == 0) {
                return most == 0 ? 0 : -1;
            }
            System.arraycopy(current, at, target, from, some);
            at += some;
            left -= some;
            return some;
        }

        private boolean advance() throws IOException {
            Part more = from(next, request.follow());
            if (more.lines().isEmpty()) {
                return false;
            }
            next = more.next();
            ByteArrayOutputStream text = new ByteArrayOutputStream();
            for (Line line : more.lines()) {
                if (request.timestamps()) {
                    text.writeBytes((line.time() + " ").getBytes(StandardCharsets.UTF_8));
                }
                text.writeBytes(line.bytes());
            }
            current = text.toByteArray();
            at = 0;
            return true;
        }
    }
}
