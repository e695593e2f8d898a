package dev.tierwall.lab.http;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.FullHttpRequest;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;

/** Hands each whole request to a thread of its own. */
final class RequestHandler extends SimpleChannelInboundHandler<FullHttpRequest> {

    private final Executor threads;
    private final Consumer<Exchange> handler;

    RequestHandler(Executor threads, Consumer<Exchange> handler) {
        this.threads = threads;
        this.handler = handler;
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, FullHttpRequest request) {
        Channel channel = context.channel();
        if (request.decoderResult().isFailure()) {
            Wire.close(channel);
            return;
        }
        // Kept, because the thread may need the request after this method has ended.
        Exchange exchange = new Exchange(channel, request.retain());
        try {
            threads.execute(() -> {
                try {
                    handler.accept(exchange);
                } finally {
                    request.release();
                }
            });
        } catch (RejectedExecutionException closing) {
            request.release();
            Wire.close(channel);
        }
    }

    /** A client that speaks no TLS, breaks off or sends nonsense loses the connection, and nothing else. */
    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        Wire.close(context.channel());
    }
}
