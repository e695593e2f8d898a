package dev.tierwall.linux.conntrack;

import dev.tierwall.linux.netlink.Backlog;
import dev.tierwall.linux.netlink.NetlinkListener;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Set;

/**
 * Tells of connections as they come and go in the network namespace of the thread that started this. The kernel tells only
 * of connections that began while somebody listened, unless {@code nf_conntrack_events} is 1.
 */
public final class ConnectionEvents implements AutoCloseable {

    private static final int BUFFER_BYTES = 8 << 20;
    private static final int DELETE = 2;
    private static final int CREATE = 0x400;

    private final Backlog<ConnectionEvent> backlog;
    private final NetlinkListener listener;

    private ConnectionEvents(Set<ConnectionEvent.Kind> kinds, int most) throws IOException {
        backlog = new Backlog<>(most);
        listener = NetlinkListener.start(
                "connection events",
                BUFFER_BYTES,
                socket -> {
                    for (ConnectionEvent.Kind kind : kinds) {
                        socket.join(kind.group());
                    }
                },
                new Hearing());
    }

    /**
     * Starts to listen.
     *
     * @param kinds to what
     * @param most how many events are kept until they are taken
     */
    public static ConnectionEvents start(Set<ConnectionEvent.Kind> kinds, int most) throws IOException {
        return new ConnectionEvents(kinds, most);
    }

    private final class Hearing implements NetlinkListener.Receiver {

        @Override
        public void hear(int type, ByteBuffer bytes, int from, int to) {
            if (type >> 8 != ConnectionTable.SUBSYSTEM) {
                return;
            }
            if (backlog.isFull()) {
                backlog.lose(1);
                return;
            }
            ConnectionEvent.Kind kind = (type & 0xff) == DELETE
                    ? ConnectionEvent.Kind.ENDED
                    : (NetlinkListener.flags(bytes, from) & CREATE) != 0
                            ? ConnectionEvent.Kind.OPENED
                            : ConnectionEvent.Kind.CHANGED;
            backlog.offer(new ConnectionEvent(kind, ConnectionCodec.read(bytes, from, to)));
        }

        @Override
        public void lose() {
            // The kernel does not say how many.
            backlog.lose(1);
        }
    }

    /** What was heard. */
    public Backlog<ConnectionEvent> backlog() {
        return backlog;
    }

    @Override
    public void close() throws IOException {
        listener.close();
    }
}
