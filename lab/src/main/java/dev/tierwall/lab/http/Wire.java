package dev.tierwall.lab.http;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;

/** Writing to a connection. What cannot be written any more is lost: whoever reads the connection learns that it broke. */
final class Wire {

    private Wire() {}

    /** Sends a message and goes on. */
    static void send(Channel channel, Object message) {
        channel.writeAndFlush(message).addListener(ChannelFutureListener.CLOSE_ON_FAILURE);
    }

    /** Sends a message; waits while the client has too many that it has not taken. */
    static void sendPaced(Channel channel, Object message) throws InterruptedException {
        ChannelFuture sent = channel.writeAndFlush(message);
        if (channel.isWritable()) {
            sent.addListener(ChannelFutureListener.CLOSE_ON_FAILURE);
        } else {
            sent.await();
        }
    }

    /** Sends a last message and closes. */
    static void sendLast(Channel channel, Object message) {
        channel.writeAndFlush(message).addListener(ChannelFutureListener.CLOSE);
    }

    static void close(Channel channel) {
        channel.close().addListener(ChannelFutureListener.CLOSE_ON_FAILURE);
    }
}
