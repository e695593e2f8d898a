package dev.tierwall.linux.conntrack;

import dev.tierwall.core.net.Address;
import dev.tierwall.core.net.IpFamily;
import dev.tierwall.linux.libc.Errno;
import dev.tierwall.linux.netlink.Attributes;
import dev.tierwall.linux.netlink.MessageWriter;
import dev.tierwall.linux.netlink.NetlinkSocket;
import dev.tierwall.linux.netlink.RefusedException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Set;
import java.util.function.Consumer;

/**
 * The connections that are tracked in the network namespace of the thread that opened this, whichever thread uses it.
 * Needs CAP_NET_ADMIN there.
 */
public final class ConnectionTable implements AutoCloseable {

    static final int SUBSYSTEM = 1;
    private static final int GET = 1;
    private static final int DELETE = 2;
    private static final int BOTH_FAMILIES = 0;
    private static final int GET_STATISTICS_OF_PROCESSORS = 4;
    private static final int GET_STATISTICS = 5;

    /**
     * For each listing, however short, the kernel walks over all its buckets: 8.5 ms where there are 262,144, as on machines
     * with more than 4 GB. In that time as many connections as this are read.
     */
    private static final int CONNECTIONS_PER_WALK = 8_000;

    /** Their answers must fit into the smallest receive buffer. */
    private static final int DELETED_AT_ONCE = 100;

    private final NetlinkSocket socket;

    private ConnectionTable(NetlinkSocket socket) {
        this.socket = socket;
    }

    /** The table of the calling thread's namespace. */
    public static ConnectionTable open() throws IOException {
        return new ConnectionTable(NetlinkSocket.open(NetlinkSocket.NETFILTER));
    }

    /** All connections. Those that come or go meanwhile may be missing. */
    public void each(Consumer<Connection> taker) throws IOException {
        dump(BOTH_FAMILIES, message -> {}, taker);
    }

    /** The connections that one of some addresses opened or answers, each once. */
    public void each(Set<Address> ends, Consumer<Connection> taker) throws IOException {
        if (ends.isEmpty()) {
            return;
        }
        long walks = 2L * ends.size();
        if (use().count() <= (walks - 1) * CONNECTIONS_PER_WALK) {
            each(connection -> {
                if (ends.contains(connection.client()) || ends.contains(connection.server())) {
                    taker.accept(connection);
                }
            });
            return;
        }
        for (Address end : ends) {
            // A kernel before 5.8 knows no filter and tells of everything.
            int family = number(end.family());
            dump(family, message -> ConnectionCodec.writeFilter(message, end, false), connection -> {
                if (connection.client().equals(end)) {
                    taker.accept(connection);
                }
            });
            dump(family, message -> ConnectionCodec.writeFilter(message, end, true), connection -> {
                if (connection.server().equals(end) && !ends.contains(connection.client())) {
                    taker.accept(connection);
                }
            });
        }
    }

    private static int number(IpFamily family) {
        return family == IpFamily.IPV4 ? 2 : 10;
    }

    private void dump(int family, Consumer<MessageWriter> filter, Consumer<Connection> taker) throws IOException {
        synchronized (socket) {
            int asked = socket.nextSequence();
            MessageWriter message = message(family, GET, NetlinkSocket.DUMP, asked);
            filter.accept(message);
            socket.ask(
                    message.toBytes(),
                    asked,
                    "list connections",
                    body -> taker.accept(ConnectionCodec.read(ByteBuffer.wrap(body), 0, body.length)));
        }
    }

    private static MessageWriter message(int family, int type, int flags, int sequence) {
        return MessageWriter.netfilter(
                SUBSYSTEM << 8 | type, NetlinkSocket.REQUEST | flags, sequence, new MessageWriter.Subject(family, 0));
    }

    /** Deletes connections; gives how many of them were still there. */
    public int delete(Collection<Connection> connections) throws IOException {
        List<Connection> all = List.copyOf(connections);
        int deleted = 0;
        for (int from = 0; from < all.size(); from += DELETED_AT_ONCE) {
            deleted += deleteSome(all.subList(from, Math.min(from + DELETED_AT_ONCE, all.size())));
        }
        return deleted;
    }

    private int deleteSome(List<Connection> connections) throws IOException {
        synchronized (socket) {
            SequencedMap<Integer, byte[]> requests = new LinkedHashMap<>();
            for (Connection connection : connections) {
                int asked = socket.nextSequence();
                MessageWriter message =
                        message(number(connection.original().source().family()), DELETE, NetlinkSocket.ACK, asked);
                ConnectionCodec.writeName(message, connection);
                requests.put(asked, message.toBytes());
            }
            int deleted = 0;
            for (Map.Entry<Integer, Integer> answer : socket.each(requests).entrySet()) {
                if (answer.getValue() == 0) {
                    deleted++;
                } else if (answer.getValue() != Errno.ENOENT) {
                    throw new RefusedException("delete a connection", answer.getValue(), "");
                }
            }
            return deleted;
        }
    }

    /** How full it is. */
    public TableUse use() throws IOException {
        Attributes whole = statistics(GET_STATISTICS, NetlinkSocket.ACK).getFirst();
        long dropped = 0;
        long evicted = 0;
        for (Attributes processor : statistics(GET_STATISTICS_OF_PROCESSORS, NetlinkSocket.DUMP)) {
            dropped += Integer.toUnsignedLong(processor.number(10));
            evicted += Integer.toUnsignedLong(processor.number(11));
        }
        return new TableUse(
                Integer.toUnsignedLong(whole.number(1)), Integer.toUnsignedLong(whole.number(2)), dropped, evicted);
    }

    private List<Attributes> statistics(int type, int flags) throws IOException {
        synchronized (socket) {
            int asked = socket.nextSequence();
            byte[] request = message(BOTH_FAMILIES, type, flags, asked).toBytes();
            return socket.ask(request, asked, "tell how full the table of connections is").stream()
                    .map(body -> Attributes.of(Arrays.copyOfRange(body, ConnectionCodec.HEAD, body.length)))
                    .toList();
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
