package dev.tierwall.bench.datapath;

import dev.tierwall.core.net.Address;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.DatagramChannel;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Connections and datagrams from a client to servers, as many as there can be in some time. A second is one of the client's
 * thread on a processor, which also forwards what it sends: what else runs on the machine matters less so.
 */
final class Traffic implements AutoCloseable {

    private static final ThreadMXBean CLOCK = ManagementFactory.getThreadMXBean();
    private static final int STREAM = NodeCluster.TCP;

    private final Wires wires;
    private final Map<Address, List<Address>> pairs;
    private final ServerSocketChannel server;
    private final DatagramChannel sink;

    /** Who may reach whom. */
    Traffic(Wires wires, Map<Address, List<Address>> pairs) throws IOException {
        this.wires = wires;
        this.pairs = pairs;
        server = wires.server().call(() -> {
            ServerSocketChannel opened = ServerSocketChannel.open(StandardProtocolFamily.INET);
            opened.bind(new InetSocketAddress(STREAM), 4096);
            return opened;
        });
        sink = wires.server().call(() -> {
            DatagramChannel opened = DatagramChannel.open(StandardProtocolFamily.INET);
            opened.setOption(StandardSocketOptions.SO_RCVBUF, 4096);
            opened.bind(new InetSocketAddress(NodeCluster.UDP));
            return opened;
        });
        Thread.ofPlatform().name("server").daemon().start(this::serve);
    }

    private static InetAddress inet(Address address) {
        return InetAddress.ofLiteral(address.toString());
    }

    /** Reads whatever comes until the other side closes. */
    private void serve() {
        ByteBuffer buffer = ByteBuffer.allocateDirect(1 << 18);
        while (true) {
            try (SocketChannel accepted = server.accept()) {
                while (accepted.read(buffer) >= 0) {
                    buffer.clear();
                }
            } catch (AsynchronousCloseException closed) {
                return;
            } catch (IOException reset) {
                if (!server.isOpen()) {
                    return;
                }
            }
        }
    }

    /** Connections opened and closed, in a second. */
    double connections(long millis) throws IOException {
        return wires.client().call(() -> {
            long end = System.nanoTime() + millis * 1_000_000;
            long start = CLOCK.getCurrentThreadCpuTime();
            long count = 0;
            while (System.nanoTime() < end) {
                for (Map.Entry<Address, List<Address>> pair : pairs.entrySet()) {
                    connect(pair.getKey(), pair.getValue().getFirst()).close();
                    count++;
                }
            }
            return count * 1e9 / (CLOCK.getCurrentThreadCpuTime() - start);
        });
    }

    private static SocketChannel connect(Address from, Address to) throws IOException {
        SocketChannel channel = SocketChannel.open(StandardProtocolFamily.INET);
        channel.setOption(StandardSocketOptions.SO_LINGER, 0);
        channel.bind(new InetSocketAddress(inet(from), 0));
        channel.connect(new InetSocketAddress(inet(to), STREAM));
        return channel;
    }

    /** Bytes through one connection, in a second. */
    double throughput(long millis) throws IOException {
        return wires.client().call(() -> {
            Map.Entry<Address, List<Address>> pair = pairs.entrySet().iterator().next();
            ByteBuffer block = ByteBuffer.allocateDirect(1 << 17);
            try (SocketChannel channel = connect(pair.getKey(), pair.getValue().getFirst())) {
                long end = System.nanoTime() + millis * 1_000_000;
                long start = CLOCK.getCurrentThreadCpuTime();
                long count = 0;
                while (System.nanoTime() < end) {
                    count += channel.write(block.clear());
                }
                return count * 1e9 / (CLOCK.getCurrentThreadCpuTime() - start);
            }
        });
    }

    /** Datagrams, each the first of its flow, in a second. */
    double datagrams(long millis) throws IOException {
        return wires.client().call(() -> {
            ByteBuffer one = ByteBuffer.allocateDirect(8);
            Map<Address, List<InetSocketAddress>> goals = new HashMap<>();
            pairs.forEach((from, to) -> {
                List<InetSocketAddress> addresses = new ArrayList<>();
                to.forEach(address -> addresses.add(new InetSocketAddress(inet(address), NodeCluster.UDP)));
                goals.put(from, addresses);
            });
            long end = System.nanoTime() + millis * 1_000_000;
            long start = CLOCK.getCurrentThreadCpuTime();
            long count = 0;
            while (System.nanoTime() < end) {
                for (Map.Entry<Address, List<InetSocketAddress>> pair : goals.entrySet()) {
                    try (DatagramChannel channel = DatagramChannel.open(StandardProtocolFamily.INET)) {
                        channel.bind(new InetSocketAddress(inet(pair.getKey()), 0));
                        for (InetSocketAddress to : pair.getValue()) {
                            channel.send(one.clear(), to);
                            count++;
                        }
                    }
                }
            }
            return count * 1e9 / (CLOCK.getCurrentThreadCpuTime() - start);
        });
    }

    @Override
    public void close() throws IOException {
        server.close();
        sink.close();
    }
}
