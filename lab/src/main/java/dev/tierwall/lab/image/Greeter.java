package dev.tierwall.lab.image;

import dev.tierwall.core.net.Address;
import dev.tierwall.lab.net.Addresses;
import dev.tierwall.lab.net.Sockets;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.function.Function;

/**
 * Answers one line to whoever connects or sends a packet. To somebody who speaks HTTP the line is the body of an answer,
 * so that web clients and probes of a web server's image work.
 */
public final class Greeter {

    private static final int POLITE_MILLIS = 150;

    private final Sockets sockets;
    private final Open open;

    /**
     * @param sockets where it listens
     * @param open what it listens with is closed with this
     */
    public Greeter(Sockets sockets, Open open) {
        this.sockets = sockets;
        this.open = open;
    }

    Greeter(Call call) {
        this(call.place().sockets(), call.open());
    }

    /** Accepts connections on a port. */
    public void tcp(int port, String line) throws IOException {
        ServerSocketChannel server = open.keep(sockets.listen(port));
        Thread.ofVirtual().start(() -> {
            while (server.isOpen()) {
                try {
                    SocketChannel connection = server.accept();
                    open.handle(connection, () -> greet(connection, line));
                } catch (IOException closed) {
                    // The loop ends if it was the server that was closed.
                }
            }
        });
    }

    static void greet(SocketChannel connection, String line) throws IOException {
        connection.socket().setSoTimeout(POLITE_MILLIS);
        byte[] first = new byte[16];
        int length;
        try {
            length = connection.socket().getInputStream().read(first);
        } catch (SocketTimeoutException listener) {
            length = 0;
        }
        String start = new String(first, 0, Math.max(0, length), StandardCharsets.US_ASCII);
        boolean isWeb = start.matches("(?s)(GET|HEAD|POST|PUT|DELETE|OPTIONS|PATCH) .*");
        boolean isHead = start.startsWith("HEAD ");
        String body = line + "\n";
        String head = "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: " + body.length()
                + "\r\nConnection: close\r\n\r\n";
        connection
                .socket()
                .getOutputStream()
                .write(((isWeb ? head : "") + (isHead ? "" : body)).getBytes(StandardCharsets.UTF_8));
        connection.shutdownOutput();
        drain(connection);
    }

    /** Reads what still comes, for a moment: closing before that would take the answer back. */
    private static void drain(SocketChannel connection) throws IOException {
        byte[] rest = new byte[4096];
        try {
            for (int i = 0; i < 64 && connection.socket().getInputStream().read(rest) >= 0; i++) {
                // It does not matter what it is.
            }
        } catch (SocketTimeoutException enough) {
            // The client keeps its side open; that is its own affair.
        }
    }

    /** Answers packets on a port. */
    void udp(int port, Function<Packet, String> answer) throws IOException {
        udp(new InetSocketAddress(port), answer);
    }

    /** Answers one line to packets to an address and port, from that address. */
    public void udp(Address address, int port, String line) throws IOException {
        udp(new InetSocketAddress(Addresses.inet(address), port), packet -> line + "\n");
    }

    void udp(InetSocketAddress address, Function<Packet, String> answer) throws IOException {
        DatagramChannel channel = open.keep(sockets.receive(address));
        Thread.ofVirtual().start(() -> {
            ByteBuffer buffer = ByteBuffer.allocate(65_535);
            while (channel.isOpen()) {
                try {
                    SocketAddress from = channel.receive(buffer.clear());
                    String text = StandardCharsets.UTF_8.decode(buffer.flip()).toString();
                    String reply = answer.apply(new Packet(from, text.strip()));
                    channel.send(ByteBuffer.wrap(reply.getBytes(StandardCharsets.UTF_8)), from);
                } catch (IOException closedOrUnreachable) {
                    // The loop ends if the channel was closed.
                }
            }
        });
    }

    /** What came from whom. */
    record Packet(SocketAddress from, String text) {}
}
