package dev.tierwall.linux.conntrack;

import dev.tierwall.core.net.Address;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Cuts connections that were allowed when they began and are not any more. The rules that deny them must be in the kernel
 * already: then the next packet is judged as if it were a first one, TCP segments without a handshake are refused to
 * pods under policy, and the connection does not come back.
 */
public final class ConnectionCutter {

    private final ConnectionTable table;

    /** A cutter of the connections of a table. */
    public ConnectionCutter(ConnectionTable table) {
        this.table = table;
    }

    /**
     * Cuts, of the connections that some addresses opened or answer, those that are denied; others go on undisturbed.
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
        table.delete(denied);
        return denied;
    }

    /** Cuts all connections of addresses that belong to nobody any more, or to somebody else; gives them. */
    public List<Connection> cutAll(Set<Address> ends) throws IOException {
        return cut(ends, connection -> true);
    }
}
