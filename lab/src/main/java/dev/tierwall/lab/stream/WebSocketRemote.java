package dev.tierwall.lab.stream;

import dev.tierwall.lab.http.WebSockets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** A client that speaks {@code v5.channel.k8s.io} or its forerunner: the first byte of a message is its channel. */
final class WebSocketRemote implements Remote {

    /** Best first. Only the fifth version can say that a channel has ended. */
    static final List<String> PROTOCOLS = List.of("v5.channel.k8s.io", "v4.channel.k8s.io", "channel.k8s.io", "");

    private static final int CLOSE = 255;

    private final WebSockets socket;

    WebSocketRemote(WebSockets socket) {
        this.socket = socket;
    }

    @Override
    public Optional<Incoming> receive() throws InterruptedException {
        while (true) {
            Optional<byte[]> message = socket.receive();
            if (message.isEmpty()) {
                return Optional.empty();
            }
            byte[] bytes = message.get();
            if (bytes.length == 2 && (bytes[0] & 0xff) == CLOSE) {
                return Optional.of(new Incoming(bytes[1], Optional.empty()));
            }
            if (bytes.length > 1) {
                return Optional.of(new Incoming(bytes[0], Optional.of(Arrays.copyOfRange(bytes, 1, bytes.length))));
            }
        }
    }

    @Override
    public void send(int channel, byte[] bytes) throws InterruptedException {
        byte[] message = new byte[bytes.length + 1];
        message[0] = (byte) channel;
        System.arraycopy(bytes, 0, message, 1, bytes.length);
        socket.send(message);
    }

    @Override
    public void end(int channel) {
        // The end of the socket ends all of them.
    }

    @Override
    public void close() {
        socket.close();
    }
}
