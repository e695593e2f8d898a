package dev.tierwall.linux.packets;

import dev.tierwall.core.net.Address;
import dev.tierwall.core.net.IpFamily;
import dev.tierwall.linux.libc.Descriptors;
import dev.tierwall.linux.libc.Sockets;
import dev.tierwall.linux.route.Link;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.HexFormat;

/** Packets as no honest stack sends them, from the link of a party to the node behind it. */
final class Frames implements AutoCloseable {

    private static final int AF_PACKET = 17;
    private static final int UDP = 17;
    private static final int FRAGMENT = 44;

    private final int socket;
    private final int link;
    private final byte[] router;
    private final byte[] self;

    Frames(Party from) throws IOException {
        Link eth0 = from.namespace().network().find("eth0").orElseThrow();
        link = eth0.index();
        self = bytes(eth0.mac().toString());
        router = self.clone();
        router[5] = 1; // see Topology: the node's end of the wire
        socket = from.namespace().call(() -> Sockets.open(AF_PACKET, Sockets.SOCK_RAW | Sockets.SOCK_CLOEXEC, 0));
    }

    private static byte[] bytes(String mac) {
        return HexFormat.ofDelimiter(":").parseHex(mac);
    }

    private static byte[] bytes(Address address) {
        return address.family() == IpFamily.IPV4
                ? ByteBuffer.allocate(4).putInt((int) address.low()).array()
                : ByteBuffer.allocate(16)
                        .putLong(address.high())
                        .putLong(address.low())
                        .array();
    }

    /** Sends a packet that begins with its IP header. */
    void send(byte[] packet) throws IOException {
        short type = (short) (packet[0] >> 4 == 4 ? 0x0800 : 0x86dd);
        byte[] frame = ByteBuffer.allocate(14 + packet.length)
                .put(router)
                .put(self)
                .putShort(type)
                .put(packet)
                .array();
        ByteBuffer there = ByteBuffer.allocate(20).order(ByteOrder.nativeOrder());
        there.putShort((short) AF_PACKET).putShort((short) 0).putInt(link);
        Sockets.send(socket, frame, there.array());
    }

    /** A datagram to a port. */
    static byte[] udp(Address source, Address destination, int port) {
        byte[] datagram = datagram(source, destination, port, new byte[] {1, 2, 3, 4});
        return source.family() == IpFamily.IPV4
                ? ipv4(source, destination, datagram, 0)
                : ipv6(source, destination, UDP, datagram);
    }

    static byte[] datagram(Address source, Address destination, int port, byte[] content) {
        ByteBuffer datagram = ByteBuffer.allocate(8 + content.length)
                .putShort((short) 7777)
                .putShort((short) port)
                .putShort((short) (8 + content.length))
                .putShort((short) 0)
                .put(content);
        datagram.putShort(6, checksum(source, destination, UDP, datagram.array()));
        return datagram.array();
    }

    private static short checksum(Address source, Address destination, int protocol, byte[] payload) {
        byte[] from = bytes(source);
        ByteBuffer all = ByteBuffer.allocate(2 * from.length + 8 + payload.length);
        all.put(from)
                .put(bytes(destination))
                .putInt(payload.length)
                .putInt(protocol)
                .put(payload);
        short sum = sum(all.array());
        return sum == 0 ? -1 : sum;
    }

    private static short sum(byte[] bytes) {
        int sum = 0;
        for (int i = 0; i < bytes.length; i += 2) {
            sum += Byte.toUnsignedInt(bytes[i]) << 8 | (i + 1 < bytes.length ? Byte.toUnsignedInt(bytes[i + 1]) : 0);
        }
        while (sum >>> 16 != 0) {
            sum = (sum & 0xffff) + (sum >>> 16);
        }
        return (short) ~sum;
    }

    /** An IPv4 packet; {@code fragment} is its place in units of 8 bytes, and 0x2000 where others follow. */
    static byte[] ipv4(Address source, Address destination, byte[] payload, int fragment) {
        return ipv4(source, destination, payload, fragment, UDP);
    }

    /** An IPv4 packet of a protocol. */
    static byte[] ipv4(Address source, Address destination, int protocol, byte[] payload) {
        return ipv4(source, destination, payload, 0, protocol);
    }

    private static byte[] ipv4(Address source, Address destination, byte[] payload, int fragment, int protocol) {
        ByteBuffer packet = ByteBuffer.allocate(20 + payload.length)
                .put((byte) 0x45)
                .put((byte) 0)
                .putShort((short) (20 + payload.length))
                .putShort((short) 4711)
                .putShort((short) fragment)
                .put((byte) 64)
                .put((byte) protocol)
                .putShort((short) 0)
                .put(bytes(source))
                .put(bytes(destination));
        packet.putShort(10, sum(Arrays.copyOf(packet.array(), 20)));
        return packet.put(payload).array();
    }

    /** An IPv6 packet whose first header after its own is of a kind. */
    static byte[] ipv6(Address source, Address destination, int next, byte[] payload) {
        return ByteBuffer.allocate(40 + payload.length)
                .putInt(0x6000_0000)
                .putShort((short) payload.length)
                .put((byte) next)
                .put((byte) (next == 58 ? 255 : 64))
                .put(bytes(source))
                .put(bytes(destination))
                .put(payload)
                .array();
    }

    /** A header of 8 bytes before another: options that say nothing. */
    static byte[] withExtension(int next, byte[] rest) {
        return ByteBuffer.allocate(8 + rest.length)
                .put((byte) next)
                .put((byte) 0)
                .put(new byte[] {1, 4, 0, 0, 0, 0})
                .put(rest)
                .array();
    }

    /** An IPv6 fragment of a datagram: its place in bytes, and whether others follow. */
    static byte[] fragment6(Address source, Address destination, byte[] part, int place, boolean more) {
        byte[] rest = ByteBuffer.allocate(8 + part.length)
                .put((byte) UDP)
                .put((byte) 0)
                .putShort((short) (place | (more ? 1 : 0)))
                .putInt(4711)
                .put(part)
                .array();
        return ipv6(source, destination, FRAGMENT, rest);
    }

    /** A router's advertisement that it knows the way to everywhere. */
    static byte[] routerAdvertisement(Address source, Address destination) {
        ByteBuffer message = ByteBuffer.allocate(16)
                .put((byte) 134)
                .put((byte) 0)
                .putShort((short) 0)
                .put((byte) 64)
                .put((byte) 0)
                .putShort((short) 1800);
        message.putShort(2, checksum(source, destination, 58, message.array()));
        return ipv6(source, destination, 58, message.array());
    }

    @Override
    public void close() throws IOException {
        Descriptors.close(socket);
    }
}
