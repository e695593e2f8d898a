package dev.tierwall.agent.site;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Datagrams from one pod to a port of another, each a connection of its own, as fast as is of use, and how many arrive. A
 * datagram that may pass and does not is a denial too many; one that must not pass and does is a leak.
 */
public final class Stream implements AutoCloseable {

    private static final long PACE_MILLIS = 2;

    private final AtomicLong sent = new AtomicLong();
    private final AtomicLong arrived = new AtomicLong();
    private final DatagramChannel receiver;
    private final Thread sending;
    private final Thread receiving;
    private volatile boolean closed;

    /** Begins to send. */
    public Stream(Site site, String from, String to, int port) throws IOException {
        InetSocketAddress there = new InetSocketAddress(site.address(to), port);
        receiver = site.pod(to)
                .call(() -> DatagramChannel.open(StandardProtocolFamily.INET).bind(new InetSocketAddress(port)));
        receiving = Thread.ofPlatform().daemon().start(this::receive);
        sending = site.pod(from).threads("stream").newThread(() -> send(there));
        sending.setDaemon(true);
        sending.start();
    }

    private void send(InetSocketAddress there) {
        try {
            while (!closed) {
                try (DatagramChannel one = DatagramChannel.open(StandardProtocolFamily.INET)) {
                    one.send(ByteBuffer.allocate(8), there);
                }
                sent.incrementAndGet();
                Thread.sleep(PACE_MILLIS);
            }
        } catch (IOException | InterruptedException ended) {
            throw new IllegalStateException(ended);
        }
    }

    private void receive() {
        try {
            ByteBuffer buffer = ByteBuffer.allocate(64);
            while (!closed) {
                receiver.receive(buffer.clear());
                arrived.incrementAndGet();
            }
        } catch (IOException ended) {
            return;
        }
    }

    public long sent() {
        return sent.get();
    }

    public long arrived() {
        return arrived.get();
    }

    /** How many of those sent so far did not arrive; those on their way are given a moment. */
    public long missing() throws InterruptedException {
        closed = true;
        sending.join();
        Thread.sleep(200);
        return sent.get() - arrived.get();
    }

    @Override
    public void close() throws IOException {
        closed = true;
        receiver.close();
        try {
            // The port is free when nobody waits on it any more.
            receiving.join(2_000);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
