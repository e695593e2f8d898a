package dev.tierwall.linux.packets;

import dev.tierwall.core.net.IpFamily;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Sends datagrams without a pause from a thread of its own, and sees which arrive. Each flood has source ports that no
 * flood before it had and nobody listens on: an entry of the connection table that an earlier program left, or that
 * stands for a flow the other way, must not let a datagram through.
 */
final class Flood implements AutoCloseable {

    private static int nextPort = 10_000;

    /** A datagram that was sent is on its way through queues for less than this. */
    private static final long LAST_MILLIS = 30;

    private final List<Probe> probes;
    private final List<DatagramChannel> senders = new ArrayList<>();
    private final List<DatagramChannel> receivers = new ArrayList<>();
    private final Thread thread;
    private volatile boolean stopped;
    private long sent;

    Flood(List<Probe> probes) throws IOException {
        this.probes = probes;
        int port = nextPort++;
        Map<Party, DatagramChannel> known = new HashMap<>();
        for (Probe probe : probes) {
            senders.add(sender(probe, port));
            if (!known.containsKey(probe.to())) {
                known.put(probe.to(), receiver(probe));
            }
        }
        receivers.addAll(known.values());
        thread = Thread.ofPlatform().name("flood").daemon().start(this::send);
    }

    private static DatagramChannel receiver(Probe probe) throws IOException {
        return probe.to().namespace().call(() -> {
            DatagramChannel receiver = DatagramChannel.open();
            receiver.configureBlocking(false);
            receiver.bind(new InetSocketAddress(probe.port()));
            return receiver;
        });
    }

    private static DatagramChannel sender(Probe probe, int port) throws IOException {
        boolean old = probe.source().family() == IpFamily.IPV4;
        return probe.from().namespace().call(() -> {
            DatagramChannel sender =
                    DatagramChannel.open(old ? StandardProtocolFamily.INET : StandardProtocolFamily.INET6);
            sender.setOption(StandardSocketOptions.SO_REUSEADDR, true);
            sender.bind(new InetSocketAddress(Party.inet(probe.source()), port));
            sender.connect(new InetSocketAddress(Party.inet(probe.destination()), probe.port()));
            return sender;
        });
    }

    private void send() {
        ByteBuffer[] numbers = new ByteBuffer[probes.size()];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = ByteBuffer.allocateDirect(4).putInt(i).flip();
        }
        try {
            while (!stopped) {
                for (int i = 0; i < numbers.length; i++) {
                    senders.get(i).write(numbers[i].duplicate());
                }
                sent += numbers.length;
            }
        } catch (IOException unreachable) {
            throw new UncheckedIOException(unreachable);
        }
    }

    /** Ends it; says how many datagrams were sent. */
    long stop() throws IOException {
        stopped = true;
        try {
            thread.join();
            Thread.sleep(LAST_MILLIS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", interrupted);
        }
        return sent;
    }

    /** The probes of which a datagram arrived. */
    Set<Probe> passed() throws IOException {
        Set<Probe> passed = new HashSet<>();
        ByteBuffer buffer = ByteBuffer.allocate(64);
        for (DatagramChannel receiver : receivers) {
            while (receiver.receive(buffer.clear()) != null) {
                passed.add(probes.get(buffer.flip().getInt()));
            }
        }
        return passed;
    }

    @Override
    public void close() throws IOException {
        stopped = true;
        for (DatagramChannel sender : senders) {
            sender.close();
        }
        for (DatagramChannel receiver : receivers) {
            receiver.close();
        }
    }
}
