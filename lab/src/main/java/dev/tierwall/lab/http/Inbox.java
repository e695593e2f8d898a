package dev.tierwall.lab.http;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.ReferenceCountUtil;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Function;

/**
 * What arrives on a connection, kept until somebody takes it. Of a client that sends faster than it is taken no more is
 * read.
 *
 * @param <T> what a frame is to those who take it
 */
final class Inbox<T> extends ChannelInboundHandlerAdapter {

    private static final int MANY = 64;
    private static final int FEW = 16;

    private final BlockingQueue<Optional<T>> waiting = new LinkedBlockingQueue<>();
    private final Function<Object, Optional<T>> reading;
    private final Channel channel;

    /** @param reading what a frame is; empty for one that is nothing to anybody */
    Inbox(Channel channel, Function<Object, Optional<T>> reading) {
        this.channel = channel;
        this.reading = reading;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object frame) {
        try {
            Optional<T> read = reading.apply(frame);
            if (read.isPresent()) {
                waiting.add(read);
                if (waiting.size() > MANY) {
                    channel.config().setAutoRead(false);
                }
            }
        } finally {
            ReferenceCountUtil.release(frame);
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        waiting.add(Optional.empty());
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        Wire.close(context.channel());
    }

    /** Nobody need wait any longer. */
    void end() {
        waiting.add(Optional.empty());
    }

    /** The next; empty when there will be none. */
    Optional<T> take() throws InterruptedException {
        Optional<T> next = waiting.take();
        if (next.isEmpty()) {
            waiting.add(next);
        } else if (waiting.size() < FEW && !channel.config().isAutoRead()) {
            channel.config().setAutoRead(true);
        }
        return next;
    }
}
