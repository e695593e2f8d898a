package dev.tierwall.linux.packets;

import dev.tierwall.core.net.Address;
import dev.tierwall.core.net.IpFamily;
import dev.tierwall.core.net.Protocol;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Sends packets between parties and sees which arrive. Every party listens on every port that is ever asked for, so that
 * what does not arrive was stopped on its way.
 */
public final class Prober implements AutoCloseable {

    private static final long ARRIVES_MILLIS = 10_000;
    private static final long STRAYS_MILLIS = 25;

    private final List<ServerSocketChannel> servers = new ArrayList<>();
    private final List<DatagramChannel> receivers = new ArrayList<>();

    public Prober(List<Party> parties, List<Integer> ports) throws IOException {
        for (Party party : parties) {
            party.namespace().call(() -> {
                for (int port : ports) {
                    ServerSocketChannel server = ServerSocketChannel.open();
                    server.configureBlocking(false);
                    server.bind(new InetSocketAddress(port), 4096);
                    servers.add(server);
                    DatagramChannel receiver = DatagramChannel.open();
                    receiver.configureBlocking(false);
                    receiver.bind(new InetSocketAddress(port));
                    receivers.add(receiver);
                }
                return true;
            });
        }
    }

    /** The probes that got through. Waits for those that are expected to, then a moment for others. */
    public Set<Probe> arrived(List<Probe> probes, Predicate<Probe> expected) throws IOException {
        Map<Probe, SocketChannel> connecting = new HashMap<>();
        List<DatagramChannel> senders = new ArrayList<>();
        Map<Party, List<Integer>> byParty = new HashMap<>();
        for (int i = 0; i < probes.size(); i++) {
            byParty.computeIfAbsent(probes.get(i).from(), p -> new ArrayList<>())
                    .add(i);
        }
        for (Map.Entry<Party, List<Integer>> mine : byParty.entrySet()) {
            mine.getKey().namespace().call(() -> {
                Map<Address, DatagramChannel> bySource = new HashMap<>();
                for (int i : mine.getValue()) {
                    send(probes.get(i), i, connecting, bySource);
                }
                senders.addAll(bySource.values());
                return true;
            });
        }
        Set<Probe> arrived = gather(probes, connecting, expected);
        for (SocketChannel channel : connecting.values()) {
            channel.close();
        }
        for (DatagramChannel sender : senders) {
            sender.close();
        }
        drain();
        return arrived;
    }

    private static void send(
            Probe probe, int number, Map<Probe, SocketChannel> connecting, Map<Address, DatagramChannel> bySource)
            throws IOException {
        StandardProtocolFamily family =
                probe.source().family() == IpFamily.IPV4 ? StandardProtocolFamily.INET : StandardProtocolFamily.INET6;
        InetSocketAddress there = new InetSocketAddress(Party.inet(probe.destination()), probe.port());
        InetSocketAddress here = new InetSocketAddress(Party.inet(probe.source()), 0);
        if (probe.protocol() == Protocol.TCP) {
            SocketChannel channel = SocketChannel.open(family);
            channel.configureBlocking(false);
            channel.setOption(StandardSocketOptions.SO_LINGER, 0);
            channel.bind(here);
            channel.connect(there);
            connecting.put(probe, channel);
            return;
        }
        DatagramChannel sender = bySource.get(probe.source());
        if (sender == null) {
            sender = DatagramChannel.open(family);
            sender.bind(here);
            bySource.put(probe.source(), sender);
        }
        sender.send(ByteBuffer.allocate(4).putInt(number).flip(), there);
    }

    private Set<Probe> gather(List<Probe> probes, Map<Probe, SocketChannel> connecting, Predicate<Probe> expected)
            throws IOException {
        Set<Probe> arrived = new HashSet<>();
        long wanted = probes.stream().filter(expected).count();
        long seen = 0;
        long end = System.nanoTime() + ARRIVES_MILLIS * 1_000_000;
        boolean complete = false;
        while (System.nanoTime() < end) {
            for (Map.Entry<Probe, SocketChannel> one : connecting.entrySet()) {
                if (!one.getValue().isConnected() && one.getValue().finishConnect() && arrived.add(one.getKey())) {
                    seen += expected.test(one.getKey()) ? 1 : 0;
                }
            }
            for (int number : received()) {
                if (arrived.add(probes.get(number))) {
                    seen += expected.test(probes.get(number)) ? 1 : 0;
                }
            }
            if (seen == wanted && !complete) {
                complete = true;
                end = System.nanoTime() + STRAYS_MILLIS * 1_000_000;
            }
        }
        return arrived;
    }

    private List<Integer> received() throws IOException {
        List<Integer> numbers = new ArrayList<>();
        ByteBuffer buffer = ByteBuffer.allocate(64);
        for (DatagramChannel receiver : receivers) {
            while (receiver.receive(buffer.clear()) != null) {
                numbers.add(buffer.flip().getInt());
            }
        }
        return numbers;
    }

    private void drain() throws IOException {
        for (ServerSocketChannel server : servers) {
            for (SocketChannel accepted = server.accept(); accepted != null; accepted = server.accept()) {
                accepted.close();
            }
        }
        received();
    }

    @Override
    public void close() throws IOException {
        for (ServerSocketChannel server : servers) {
            server.close();
        }
        for (DatagramChannel receiver : receivers) {
            receiver.close();
        }
    }
}
