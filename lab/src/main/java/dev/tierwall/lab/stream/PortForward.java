package dev.tierwall.lab.stream;

import dev.tierwall.lab.http.SpdyConnection;
import dev.tierwall.lab.http.SpdyConnection.Event;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * Ports of a pod as a client sees them. For each connection the client opens two streams with one number: one for bytes both
 * ways, one on which it is told what went wrong.
 */
final class PortForward {

    private static final int CHUNK = 32 << 10;

    private final SpdyConnection connection;
    private final Dial dial;
    private final Map<Integer, BlockingQueue<Optional<byte[]>>> toPod = new HashMap<>();
    private final Map<String, Integer> errorStreams = new HashMap<>();

    /** Opens a connection to a port. */
    @FunctionalInterface
    interface Dial {
        SocketChannel to(int port) throws IOException;
    }

    PortForward(SpdyConnection connection, Dial dial) {
        this.connection = connection;
        this.dial = dial;
    }

    /** Forwards until the client leaves. */
    void run() throws InterruptedException {
        try (connection) {
            for (Optional<Event> next = connection.receive(); next.isPresent(); next = connection.receive()) {
                switch (next.get()) {
                    case Event.Opened(int stream, Map<String, String> headers) -> opened(stream, headers);
                    case Event.Data(int stream, byte[] bytes, boolean last) -> {
                        give(stream, Optional.of(bytes));
                        if (last) {
                            give(stream, Optional.empty());
                        }
                    }
                    case Event.Ended(int stream) -> give(stream, Optional.empty());
                }
            }
        } finally {
            toPod.values().forEach(queue -> queue.add(Optional.empty()));
        }
    }

    private void give(int stream, Optional<byte[]> bytes) {
        BlockingQueue<Optional<byte[]>> queue = toPod.get(stream);
        if (queue != null) {
            queue.add(bytes);
        }
    }

    private void opened(int stream, Map<String, String> headers) {
        connection.reply(stream);
        String request = headers.getOrDefault("requestid", "");
        if (headers.getOrDefault("streamtype", "").equals("error")) {
            errorStreams.put(request, stream);
            return;
        }
        BlockingQueue<Optional<byte[]>> queue = new LinkedBlockingQueue<>();
        toPod.put(stream, queue);
        int error = errorStreams.getOrDefault(request, -1);
        String port = headers.getOrDefault("port", "");
        Thread.ofVirtual().name("forward").start(() -> forward(stream, error, port, queue));
    }

    private void forward(int stream, int error, String port, BlockingQueue<Optional<byte[]>> fromClient) {
        try {
            if (!port.matches("[0-9]{1,5}")) {
                throw new IOException("no port: " + port);
            }
            try (SocketChannel pod = dial.to(Integer.parseInt(port))) {
                Thread up = Thread.ofVirtual().name("forward-up").start(() -> write(fromClient, pod));
                ByteBuffer buffer = ByteBuffer.allocate(CHUNK);
                while (pod.read(buffer.clear()) >= 0) {
                    byte[] bytes = new byte[buffer.flip().remaining()];
                    buffer.get(bytes);
                    connection.send(stream, bytes);
                }
                connection.end(stream);
                up.interrupt();
            }
        } catch (IOException failure) {
            tell(error, "an error occurred forwarding " + port + ": " + failure.getMessage());
            connection.end(stream);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
        if (error >= 0) {
            connection.end(error);
        }
    }

    private void tell(int error, String message) {
        try {
            if (error >= 0) {
                connection.send(error, message.getBytes(StandardCharsets.UTF_8));
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    private static void write(BlockingQueue<Optional<byte[]>> fromClient, SocketChannel pod) {
        try {
            for (Optional<byte[]> next = fromClient.take(); next.isPresent(); next = fromClient.take()) {
                ByteBuffer bytes = ByteBuffer.wrap(next.get());
                while (bytes.hasRemaining()) {
                    pod.write(bytes);
                }
            }
            pod.shutdownOutput();
        } catch (IOException closed) {
            // The pod has closed; the other direction tells the client.
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }
}
