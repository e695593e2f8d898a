package dev.tierwall.linux.conntrack;

import dev.tierwall.core.net.Address;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Cuts connections that were allowed when they began and are not any more, in the network namespace of the thread that
 * opened this. The rules that deny them must be in the kernel already: then the client's next packet is judged as if it
 * were a first one, TCP segments without a handshake are refused to pods under policy, and what the server still sends by
 * another protocol is refused while it goes on.
 */
public final class ConnectionCutter implements AutoCloseable {

    private final ConnectionTable table;
    private final ReturnGuard guard;

    private ConnectionCutter(ConnectionTable table, ReturnGuard guard) {
        this.table = table;
        this.guard = guard;
    }

    /** A cutter of the connections in the calling thread's namespace; any thread may use it. */
    public static ConnectionCutter open() throws IOException {
        ConnectionTable table = ConnectionTable.open();
        try {
            return new ConnectionCutter(table, ReturnGuard.open());
        } catch (IOException refused) {
            table.close();
            throw refused;
        }
    }

    /** The connections that are cut here. */
    public ConnectionTable table() {
        return table;
    }

    /**
     * Cuts, of the connections that some addresses opened or answer, those that are denied; others go on undisturbed. What
     * was cut before and is allowed again may begin anew.
     *
     * @param ends the addresses for which something changed
     * @param isDenied asked of each of their connections: its client, server and server's port, behind all translation
     * @return the connections that were cut
     */
    public List<Connection> cut(Set<Address> ends, Predicate<Connection> isDenied) throws IOException {
        List<Connection> denied = new ArrayList<>();
        table.each(ends, connection -> {
            if (isDenied.test(connection)) {
                denied.add(connection);
            }
        });
        guard.refuse(denied);
        table.delete(denied);
        release(isDenied);
        return denied;
    }

    private void release(Predicate<Connection> isDenied) throws IOException {
        List<Tuple> refused = guard.refused();
        guard.release(refused.stream()
                .filter(returning -> !isDenied.test(Connection.withReply(returning)))
                .toList());
    }

    /** Cuts all connections of addresses that belong to nobody any more, or to somebody else; gives them. */
    public List<Connection> cutAll(Set<Address> ends) throws IOException {
        List<Connection> all = new ArrayList<>();
        table.each(ends, all::add);
        table.delete(all);
        return all;
    }

    /** Takes away what cutting left in the kernel, if nothing is refused by it any more; for now and then. */
    public void tidy() throws IOException {
        if (guard.refused().isEmpty()) {
            guard.remove();
        }
    }

    /** Takes away whatever cutting left in the kernel. */
    public void remove() throws IOException {
        guard.remove();
    }

    @Override
    public void close() throws IOException {
        try {
            table.close();
        } finally {
            guard.close();
        }
    }
}
