package dev.tierwall.lab.http;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.spdy.DefaultSpdyDataFrame;
import io.netty.handler.codec.spdy.DefaultSpdyPingFrame;
import io.netty.handler.codec.spdy.DefaultSpdySynReplyFrame;
import io.netty.handler.codec.spdy.SpdyDataFrame;
import io.netty.handler.codec.spdy.SpdyFrameCodec;
import io.netty.handler.codec.spdy.SpdyGoAwayFrame;
import io.netty.handler.codec.spdy.SpdyHeaders;
import io.netty.handler.codec.spdy.SpdyPingFrame;
import io.netty.handler.codec.spdy.SpdyRstStreamFrame;
import io.netty.handler.codec.spdy.SpdySynStreamFrame;
import io.netty.handler.codec.spdy.SpdyVersion;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * A connection that speaks SPDY/3.1, as clients use it for commands and forwarded ports: streams that the client opens, with
 * headers and data. Clients of this kind never widen the window of a stream, so none is kept: TCP alone makes a writer wait.
 */
public final class SpdyConnection implements AutoCloseable {

    private final Channel channel;
    private final Inbox<Event> inbox;

    private SpdyConnection(Channel channel) {
        this.channel = channel;
        this.inbox = new Inbox<>(channel, frame -> event(channel, frame));
    }

    /** Something that the client does. */
    public sealed interface Event {
        /** Opens a stream. */
        record Opened(int stream, Map<String, String> headers) implements Event {}

        /** Sends on a stream, perhaps for the last time. */
        @SuppressWarnings("ArrayRecordComponent") // handed on once, and never compared
        record Data(int stream, byte[] bytes, boolean last) implements Event {}

        /** Will send nothing more on a stream. */
        record Ended(int stream) implements Event {}
    }

    /** Whether a request asks for it. */
    public static boolean isWanted(Exchange exchange) {
        return exchange.wantsUpgrade() && exchange.header("Upgrade").equalsIgnoreCase("SPDY/3.1");
    }

    /** Takes the connection of a request over, once the client has been told so. */
    public static SpdyConnection accept(Exchange exchange, String protocol) throws InterruptedException {
        Channel channel = exchange.channel();
        SpdyConnection connection = new SpdyConnection(channel);
        FullHttpResponse response =
                new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.SWITCHING_PROTOCOLS);
        response.headers().set(HttpHeaderNames.CONNECTION, "Upgrade");
        response.headers().set(HttpHeaderNames.UPGRADE, "SPDY/3.1");
        response.headers().set("X-Stream-Protocol-Version", protocol);
        exchange.takenOver();
        channel.eventLoop()
                .submit(() -> {
                    ChannelPipeline pipeline = channel.pipeline();
                    pipeline.remove("requests");
                    pipeline.remove("whole");
                    Wire.send(channel, response);
                    pipeline.addLast("spdy", new SpdyFrameCodec(SpdyVersion.SPDY_3_1));
                    pipeline.addLast("inbox", connection.inbox);
                    pipeline.remove("http");
                })
                .sync();
        return connection;
    }

    /** Speaks it within the messages of a WebSocket. */
    public static SpdyConnection within(Exchange exchange) throws InterruptedException {
        Channel channel = exchange.channel();
        SpdyConnection connection = new SpdyConnection(channel);
        channel.eventLoop()
                .submit(() -> {
                    ChannelPipeline pipeline = channel.pipeline();
                    pipeline.addBefore("inbox", "unwrap", new Unwrap());
                    pipeline.addBefore("inbox", "wrap", new Wrap());
                    pipeline.addBefore("inbox", "spdy", new SpdyFrameCodec(SpdyVersion.SPDY_3_1));
                    pipeline.replace("inbox", "streams", connection.inbox);
                })
                .sync();
        return connection;
    }

    /** The bytes of messages. */
    private static final class Unwrap extends ChannelInboundHandlerAdapter {
        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            if (message instanceof BinaryWebSocketFrame frame) {
                context.fireChannelRead(frame.content());
            } else {
                context.fireChannelRead(message);
            }
        }
    }

    /** Bytes as messages. */
    private static final class Wrap extends ChannelOutboundHandlerAdapter {
        @Override
        public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
            Object wrapped = message instanceof ByteBuf bytes ? new BinaryWebSocketFrame(bytes) : message;
            context.write(wrapped, promise).addListener(ChannelFutureListener.CLOSE_ON_FAILURE);
        }
    }

    private static Optional<Event> event(Channel channel, Object frame) {
        return switch (frame) {
            case SpdySynStreamFrame opened ->
                Optional.of(new Event.Opened(opened.streamId(), headers(opened.headers())));
            case SpdyDataFrame data
            when data.content().isReadable() -> {
                byte[] bytes = new byte[data.content().readableBytes()];
                data.content().readBytes(bytes);
                yield Optional.of(new Event.Data(data.streamId(), bytes, data.isLast()));
            }
            case SpdyDataFrame data when data.isLast() -> Optional.of(new Event.Ended(data.streamId()));
            case SpdyRstStreamFrame reset -> Optional.of(new Event.Ended(reset.streamId()));
            case SpdyPingFrame ping -> {
                Wire.send(channel, new DefaultSpdyPingFrame(ping.id()));
                yield Optional.empty();
            }
            case SpdyGoAwayFrame leaving -> {
                Wire.close(channel);
                yield Optional.empty();
            }
            default -> Optional.empty();
        };
    }

    private static Map<String, String> headers(SpdyHeaders headers) {
        Map<String, String> plain = new HashMap<>();
        headers.forEach(header -> plain.put(
                header.getKey().toString().toLowerCase(Locale.ROOT),
                header.getValue().toString()));
        return plain;
    }

    /** What the client does next; empty when it has gone. */
    public Optional<Event> receive() throws InterruptedException {
        return inbox.take();
    }

    /** Agrees to a stream. */
    public void reply(int stream) {
        Wire.send(channel, new DefaultSpdySynReplyFrame(stream));
    }

    /** Sends on a stream; waits while the client has too much that it has not taken. */
    public void send(int stream, byte[] bytes) throws InterruptedException {
        Wire.sendPaced(channel, new DefaultSpdyDataFrame(stream, Unpooled.wrappedBuffer(bytes)));
    }

    /** Will send nothing more on a stream. */
    public void end(int stream) {
        DefaultSpdyDataFrame last = new DefaultSpdyDataFrame(stream);
        last.setLast(true);
        Wire.send(channel, last);
    }

    public boolean isOpen() {
        return channel.isActive();
    }

    /** Closes when all that was sent is on its way. */
    @Override
    public void close() {
        Wire.sendLast(channel, Unpooled.EMPTY_BUFFER);
        inbox.end();
    }
}
