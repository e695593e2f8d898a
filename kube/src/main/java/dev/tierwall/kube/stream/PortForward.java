package dev.tierwall.kube.stream;

import dev.tierwall.kube.access.ApiServer;
import dev.tierwall.kube.access.ClusterException;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import org.jspecify.annotations.Nullable;

/**
 * A connection to a port of a pod, which the API server makes for whoever may forward ports there. Over a WebSocket: each
 * message begins with a channel, 0 for bytes and 1 for what went wrong, and the first of each channel is the port again.
 */
public final class PortForward extends InputStream {

    private static final String PROTOCOL = "v4.channel.k8s.io";
    private static final int DATA = 0;
    private static final byte[] END = {};

    private final BlockingQueue<byte[]> received = new LinkedBlockingQueue<>();
    private final WebSocket socket;
    private byte[] current = {};
    private int at;
    private volatile String failure = "";

    private PortForward(ApiServer server, String path) throws ClusterException {
        this.socket = server.webSocket(path, PROTOCOL, new Hearing());
    }

    /** Connects. Reading gives what the pod sends, until it closes. */
    public static PortForward open(ApiServer server, String namespace, String pod, int port) throws ClusterException {
        return new PortForward(
                server, "/api/v1/namespaces/" + namespace + "/pods/" + pod + "/portforward?ports=" + port);
    }

    /** Sends text to the pod. */
    public void send(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        ByteBuffer message = ByteBuffer.allocate(bytes.length + 1)
                .put((byte) DATA)
                .put(bytes)
                .flip();
        socket.sendBinary(message, true).join();
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int from, int length) throws IOException {
        while (at == current.length) {
            try {
                byte[] next = received.take();
                if (next.length == 0) {
                    received.add(END);
                    if (!failure.isEmpty()) {
                        throw new IOException(failure);
                    }
                    return -1;
                }
                current = next;
                at = 0;
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
                throw new IOException("interrupted while a pod is asked", stopped);
            }
        }
        int count = Math.min(length, current.length - at);
        System.arraycopy(current, at, bytes, from, count);
        at += count;
        return count;
    }

    @Override
    public void close() {
        socket.abort();
        received.add(END);
    }

    private final class Hearing implements WebSocket.Listener {
        private final boolean[] begun = new boolean[2];
        private byte[] message = {};

        @Override
        public @Nullable CompletionStage<?> onBinary(WebSocket from, ByteBuffer data, boolean last) {
            int before = message.length;
            message = Arrays.copyOf(message, before + data.remaining());
            data.get(message, before, message.length - before);
            if (last) {
                take(message);
                message = new byte[0];
            }
            from.request(1);
            return null;
        }

        private void take(byte[] whole) {
            if (whole.length == 0 || whole[0] > 1 || whole[0] < 0) {
                return;
            }
            int channel = whole[0];
            if (!begun[channel]) {
                begun[channel] = true; // the port
                return;
            }
            byte[] rest = Arrays.copyOfRange(whole, 1, whole.length);
            if (rest.length == 0) {
                return;
            }
            if (channel == DATA) {
                received.add(rest);
            } else {
                failure = new String(rest, StandardCharsets.UTF_8).strip();
                received.add(END);
            }
        }

        @Override
        public @Nullable CompletionStage<?> onClose(WebSocket from, int code, String reason) {
            received.add(END);
            return null;
        }

        @Override
        public void onError(WebSocket from, Throwable broken) {
            failure = "the connection broke off: " + broken.getMessage();
            received.add(END);
        }
    }
}
