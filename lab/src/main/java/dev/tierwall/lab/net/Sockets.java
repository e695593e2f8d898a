package dev.tierwall.lab.net;

import dev.tierwall.core.net.Address;
import dev.tierwall.core.net.IpFamily;
import dev.tierwall.linux.netns.NetworkNamespace;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ProtocolFamily;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.nio.channels.DatagramChannel;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;

/**
 * Sockets inside a namespace. Once opened they are there for good, so any thread may use them, also a virtual one.
 */
public record Sockets(NetworkNamespace namespace) {

    private static final int BACKLOG = 1024;

    private static ProtocolFamily family(Address address) {
        return address.family() == IpFamily.IPV4 ? StandardProtocolFamily.INET : StandardProtocolFamily.INET6;
    }

    /** A socket for a connection to an address, not yet connected. */
    public SocketChannel tcpTo(Address address) throws IOException {
        return namespace.call(() -> SocketChannel.open(family(address)));
    }

    /** A socket for packets to an address, bound to a free port. */
    public DatagramChannel udpTo(Address address) throws IOException {
        return namespace.call(() -> DatagramChannel.open(family(address)));
    }

    /** Accepts connections on a port, of both families. */
    public ServerSocketChannel listen(int port) throws IOException {
        return listen(new InetSocketAddress(port));
    }

    /** Accepts connections at one address. */
    public ServerSocketChannel listen(InetSocketAddress address) throws IOException {
        return namespace.call(() -> {
            ServerSocketChannel server = ServerSocketChannel.open();
            try {
                server.setOption(StandardSocketOptions.SO_REUSEADDR, true);
                return server.bind(address, BACKLOG);
            } catch (IOException refused) {
                server.close();
                throw refused;
            }
        });
    }

    /** Receives packets at an address; a port alone means all addresses of both families. */
    public DatagramChannel receive(InetSocketAddress address) throws IOException {
        return namespace.call(() -> {
            DatagramChannel channel = DatagramChannel.open();
            try {
                return channel.bind(address);
            } catch (IOException refused) {
                channel.close();
                throw refused;
            }
        });
    }
}
