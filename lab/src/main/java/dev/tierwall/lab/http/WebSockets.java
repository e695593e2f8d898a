package dev.tierwall.lab.http;

import dev.tierwall.lab.api.ApiException;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.ContinuationWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PongWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketFrameAggregator;
import io.netty.handler.codec.http.websocketx.WebSocketServerHandshaker;
import io.netty.handler.codec.http.websocketx.WebSocketServerHandshakerFactory;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/** A WebSocket that a client opened: messages both ways, until one side closes. */
public final class WebSockets implements AutoCloseable {

    private static final int LARGEST_MESSAGE = 16 << 20;
    private static final int NORMAL = 1000;

    private final Channel channel;
    private final Inbox<byte[]> inbox;
    private final String protocol;

    private WebSockets(Channel channel, Inbox<byte[]> inbox, String protocol) {
        this.channel = channel;
        this.inbox = inbox;
        this.protocol = protocol;
    }

    /** Whether a request asks for one. */
    public static boolean isWanted(Exchange exchange) {
        return exchange.wantsUpgrade() && exchange.header("Upgrade").equalsIgnoreCase("websocket");
    }

    /**
     * Opens the one that a request asks for, if it asks for one.
     *
     * @param protocols what can be spoken on it, best first; an empty word if nothing need be agreed on
     */
    public static Optional<WebSockets> accept(Exchange exchange, List<String> protocols)
            throws ApiException, InterruptedException {
        if (!isWanted(exchange)) {
            return Optional.empty();
        }
        List<String> offered = List.of(exchange.header("Sec-WebSocket-Protocol").split("\\s*,\\s*", -1));
        String agreed = protocols.stream()
                .filter(protocol -> protocol.isEmpty() || offered.contains(protocol))
                .findFirst()
                .orElseThrow(() -> ApiException.badRequest(
                        "none of the protocols " + offered + " is spoken here; it speaks " + protocols));
        WebSocketServerHandshaker handshaker = new WebSocketServerHandshakerFactory(
                        "wss://" + exchange.header("Host") + exchange.path(),
                        agreed.isEmpty() ? null : agreed,
                        true,
                        LARGEST_MESSAGE)
                .newHandshaker(exchange.request());
        if (handshaker == null) {
            throw ApiException.badRequest("WebSockets of version 13 are spoken here");
        }
        Channel channel = exchange.channel();
        Inbox<byte[]> inbox = new Inbox<>(channel, frame -> message(channel, frame));
        exchange.takenOver();
        channel.eventLoop()
                .submit(() -> {
                    channel.pipeline().remove("requests");
                    channel.pipeline().addLast("messages", new WebSocketFrameAggregator(LARGEST_MESSAGE));
                    channel.pipeline().addLast("inbox", inbox);
                    handshaker
                            .handshake(channel, exchange.request())
                            .addListener(ChannelFutureListener.CLOSE_ON_FAILURE);
                })
                .sync();
        return Optional.of(new WebSockets(channel, inbox, agreed));
    }

    private static Optional<byte[]> message(Channel channel, Object frame) {
        return switch (frame) {
            case BinaryWebSocketFrame binary -> Optional.of(bytes(binary));
            case TextWebSocketFrame text -> Optional.of(bytes(text));
            case ContinuationWebSocketFrame more -> Optional.of(bytes(more));
            case PingWebSocketFrame ping -> {
                Wire.send(channel, new PongWebSocketFrame(ping.content().retain()));
                yield Optional.empty();
            }
            case CloseWebSocketFrame ignored -> {
                Wire.close(channel);
                yield Optional.empty();
            }
            default -> Optional.empty();
        };
    }

    private static byte[] bytes(WebSocketFrame frame) {
        ByteBuf content = frame.content();
        byte[] bytes = new byte[content.readableBytes()];
        content.readBytes(bytes);
        return bytes;
    }

    /** What was agreed to be spoken. */
    public String protocol() {
        return protocol;
    }

    public boolean isOpen() {
        return channel.isActive();
    }

    /** The next message; empty when there will be none. */
    public Optional<byte[]> receive() throws InterruptedException {
        return inbox.take();
    }

    /** Sends a binary message; waits while the client has too many that it has not taken. */
    public void send(byte[] message) throws InterruptedException {
        send(new BinaryWebSocketFrame(Unpooled.wrappedBuffer(message)));
    }

    private void send(WebSocketFrame frame) throws InterruptedException {
        Wire.sendPaced(channel, frame);
    }

    /** A way to send text, a message a part. */
    public Sink asText() {
        return new Sink() {
            @Override
            public boolean isOpen() {
                return channel.isActive();
            }

            @Override
            public void write(byte[] bytes) throws InterruptedException {
                send(new TextWebSocketFrame(new String(bytes, StandardCharsets.UTF_8)));
            }

            @Override
            public void close() {
                WebSockets.this.close();
            }
        };
    }

    @Override
    public void close() {
        Wire.sendLast(channel, new CloseWebSocketFrame(NORMAL, ""));
        inbox.end();
    }
}
