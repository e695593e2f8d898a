package dev.tierwall.linux.packets;

import dev.tierwall.core.net.Address;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;

/** A connection over which one side or both talk without end, and what either hears. */
final class Talk implements AutoCloseable {

    private static final int EVERY_MILLIS = 1;

    /** A way to send and to receive a few bytes. */
    private interface Wire extends AutoCloseable {
        void send(byte[] bytes) throws IOException;

        int receive(byte[] bytes) throws IOException;

        @Override
        void close() throws IOException;
    }

    private final Wire client;
    private final Wire server;
    private final AtomicLong heardByClient = new AtomicLong();
    private final AtomicLong heardByServer = new AtomicLong();
    private final AtomicBoolean closed = new AtomicBoolean();
    private final AtomicBoolean echoes = new AtomicBoolean();
    final AtomicReference<String> clientBroke = new AtomicReference<>("");

    private Talk(Wire client, Wire server) {
        this.client = client;
        this.server = server;
        hear(client, heardByClient);
        hear(server, heardByServer);
    }

    private static InetAddress inet(Address address) {
        return InetAddress.ofLiteral(address.toString());
    }

    /** Opens a TCP connection to an address, which leads to a port of the server. */
    static Talk tcp(Party from, Party to, InetSocketAddress asked, int port) throws IOException {
        try (ServerSocket listener = to.namespace().call(() -> new ServerSocket(port))) {
            Socket near = from.namespace().call(() -> {
                Socket socket = new Socket();
                socket.connect(asked, 5000);
                socket.setTcpNoDelay(true);
                return socket;
            });
            listener.setSoTimeout(5000);
            Socket far = listener.accept();
            far.setTcpNoDelay(true);
            return new Talk(wire(near), wire(far));
        }
    }

    /** The same to an address of the server itself. */
    static Talk tcp(Party from, Party to, int family, int port) throws IOException {
        return tcp(from, to, new InetSocketAddress(inet(to.addresses().get(family)), port), port);
    }

    /** Opens a UDP exchange by one datagram to an address that leads to a port of the server, and one back. */
    static Talk udp(Party from, Party to, InetSocketAddress asked, int port) throws IOException {
        return udp(from, 0, to, asked, port);
    }

    /** The same between equal ports. */
    static Talk udpBetweenEqualPorts(Party from, Party to, int port) throws IOException {
        return udp(from, port, to, new InetSocketAddress(inet(to.addresses().getFirst()), port), port);
    }

    private static Talk udp(Party from, int own, Party to, InetSocketAddress asked, int port) throws IOException {
        DatagramSocket far = to.namespace().call(() -> new DatagramSocket(port));
        DatagramSocket near = from.namespace().call(() -> {
            DatagramSocket socket = new DatagramSocket(own);
            socket.connect(asked);
            return socket;
        });
        near.setSoTimeout(5000);
        far.setSoTimeout(5000);
        near.send(new DatagramPacket(new byte[1], 1));
        DatagramPacket first = new DatagramPacket(new byte[10], 10);
        far.receive(first);
        far.connect(first.getSocketAddress());
        far.send(new DatagramPacket(new byte[1], 1));
        near.receive(new DatagramPacket(new byte[10], 10));
        near.setSoTimeout(0);
        far.setSoTimeout(0);
        return new Talk(wire(near), wire(far));
    }

    /** The same to an address of the server itself. */
    static Talk udp(Party from, Party to, int family, int port) throws IOException {
        return udp(from, to, new InetSocketAddress(inet(to.addresses().get(family)), port), port);
    }

    private static Wire wire(Socket socket) {
        return new Wire() {
            @Override
            public void send(byte[] bytes) throws IOException {
                socket.getOutputStream().write(bytes);
            }

            @Override
            public int receive(byte[] bytes) throws IOException {
                return socket.getInputStream().read(bytes);
            }

            @Override
            public void close() throws IOException {
                socket.setSoLinger(true, 0);
                socket.close();
            }
        };
    }

    private static Wire wire(DatagramSocket socket) {
        return new Wire() {
            @Override
            public void send(byte[] bytes) throws IOException {
                socket.send(new DatagramPacket(bytes, bytes.length));
            }

            @Override
            public int receive(byte[] bytes) throws IOException {
                DatagramPacket packet = new DatagramPacket(bytes, bytes.length);
                socket.receive(packet);
                return packet.getLength();
            }

            @Override
            public void close() {
                socket.close();
            }
        };
    }

    private void hear(Wire wire, AtomicLong heard) {
        Thread.ofPlatform().daemon().start(() -> {
            byte[] bytes = new byte[4096];
            try {
                for (int length = wire.receive(bytes); length >= 0; length = wire.receive(bytes)) {
                    heard.addAndGet(length);
                    if (wire == server && echoes.get()) {
                        wire.send(new byte[length]);
                    }
                }
            } catch (IOException broken) {
                breaks(wire, broken);
            }
        });
    }

    /** The system tells only once, to the one who sends or to the one who receives. */
    private void breaks(Wire wire, IOException broken) {
        if (wire == client && !closed.get()) {
            clientBroke.compareAndSet("", String.valueOf(broken.getMessage()));
        }
    }

    /** The client talks from now on. */
    Talk clientTalks() {
        return talk(client);
    }

    /** The server talks from now on. */
    Talk serverTalks() {
        return talk(server);
    }

    /** The server says back what it hears from now on. */
    Talk serverEchoes() {
        echoes.set(true);
        return this;
    }

    private Talk talk(Wire wire) {
        Thread.ofPlatform().daemon().start(() -> {
            while (!closed.get()) {
                try {
                    wire.send(new byte[] {1});
                    Thread.sleep(EVERY_MILLIS);
                } catch (IOException broken) {
                    breaks(wire, broken);
                    return;
                } catch (InterruptedException over) {
                    return;
                }
            }
        });
        return this;
    }

    /** What the client and the server have heard so far. */
    List<Long> heard() {
        List<Long> both = new ArrayList<>();
        both.add(heardByClient.get());
        both.add(heardByServer.get());
        return both;
    }

    @Override
    public void close() throws IOException {
        closed.set(true);
        client.close();
        server.close();
    }
}
