package dev.tierwall.lab.http;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.ssl.SslContext;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Listens for requests on sockets that others opened, so that they may be in any network namespace. Each request has a
 * virtual thread to itself.
 */
public final class Endpoint implements AutoCloseable {

    /** As much as an API server takes. */
    static final int LARGEST_BODY = 3 << 20;

    private static final int LONGEST_LINE = 64 << 10;
    private static final int LARGEST_HEADERS = 64 << 10;

    private final EventLoopGroup group = new MultiThreadIoEventLoopGroup(
            2, Thread.ofPlatform().daemon().name("endpoint-", 0).factory(), NioIoHandler.newFactory());
    private final ExecutorService requests = Executors.newThreadPerTaskExecutor(
            Thread.ofVirtual().name("request-", 0).factory());
    private final SslContext tls;
    private final Consumer<Exchange> handler;

    /**
     * @param certificates what it shows
     * @param handler answers requests, each on its own thread; must answer
     */
    public Endpoint(Certificates certificates, Consumer<Exchange> handler) throws IOException {
        this.tls = certificates.context();
        this.handler = handler;
    }

    /** Listens on a socket, which is open, in non-blocking mode or not, and not bound yet. */
    public void listen(ServerSocketChannel socket, InetSocketAddress address) throws IOException {
        ServerBootstrap bootstrap = new ServerBootstrap()
                .group(group)
                .channelFactory(() -> new NioServerSocketChannel(socket))
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childHandler(new ChannelInitializer<SocketChannel>() {
                    @Override
                    protected void initChannel(SocketChannel channel) {
                        channel.pipeline()
                                .addLast("tls", tls.newHandler(channel.alloc()))
                                .addLast("http", new HttpServerCodec(LONGEST_LINE, LARGEST_HEADERS, 8192))
                                .addLast("whole", new HttpObjectAggregator(LARGEST_BODY))
                                .addLast("requests", new RequestHandler(requests, handler));
                    }
                });
        try {
            bootstrap.bind(address).sync();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while binding " + address, interrupted);
        } catch (Exception refused) { // Netty throws what bind threw, undeclared
            throw new IOException("cannot listen on " + address + ": " + refused.getMessage(), refused);
        }
    }

    @Override
    public void close() {
        requests.shutdownNow();
        group.shutdownGracefully(0, 500, TimeUnit.MILLISECONDS).awaitUninterruptibly(1, TimeUnit.SECONDS);
    }
}
