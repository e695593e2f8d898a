package dev.tierwall.linux.log;

import dev.tierwall.core.net.Address;
import dev.tierwall.core.net.IpFamily;
import java.nio.ByteBuffer;

/** The beginning of a packet, read as far as it is there. */
final class PacketReader {

    private static final int HOP_BY_HOP = 0;
    private static final int ICMP = 1;
    private static final int TCP = 6;
    private static final int ROUTING = 43;
    private static final int FRAGMENT = 44;
    private static final int AUTHENTICATION = 51;
    private static final int ICMPV6 = 58;
    private static final int DESTINATION_OPTIONS = 60;

    private final ByteBuffer bytes;
    private final int end;
    private boolean isIp;
    private Address source = Address.first(IpFamily.IPV4);
    private Address destination = source;
    private int protocol;
    private LoggedPacket.Ports ports = LoggedPacket.Ports.NONE;
    private int tcpFlags;

    private PacketReader(ByteBuffer bytes, int end) {
        this.bytes = bytes;
        this.end = end;
    }

    /** Reads a packet between two places; check {@link #isIp} before anything else. */
    static PacketReader read(ByteBuffer bytes, int from, int to) {
        PacketReader reader = new PacketReader(bytes, to);
        if (reader.isThere(from, 1)) {
            switch (bytes.get(from) >> 4) {
                case 4 -> reader.readIpv4(from);
                case 6 -> reader.readIpv6(from);
                default -> {}
            }
        }
        return reader;
    }

    private boolean isThere(int at, int length) {
        return at + length <= end;
    }

    private int octet(int at) {
        return Byte.toUnsignedInt(bytes.get(at));
    }

    private int two(int at) {
        return Short.toUnsignedInt(bytes.getShort(at));
    }

    private void readIpv4(int at) {
        if (!isThere(at, 20)) {
            return;
        }
        isIp = true;
        protocol = octet(at + 9);
        source = ipv4(at + 12);
        destination = ipv4(at + 16);
        boolean isFirst = (two(at + 6) & 0x1fff) == 0;
        if (isFirst) {
            readPorts(at + 4 * (octet(at) & 0xf));
        }
    }

    private Address ipv4(int at) {
        return new Address(IpFamily.IPV4, 0, Integer.toUnsignedLong(bytes.getInt(at)));
    }

    private void readIpv6(int from) {
        if (!isThere(from, 40)) {
            return;
        }
        isIp = true;
        source = new Address(IpFamily.IPV6, bytes.getLong(from + 8), bytes.getLong(from + 16));
        destination = new Address(IpFamily.IPV6, bytes.getLong(from + 24), bytes.getLong(from + 32));
        protocol = octet(from + 6);
        int at = from + 40;
        boolean isFirst = true;
        while (isExtension(protocol) && isThere(at, 8)) {
            int next = octet(at);
            if (protocol == FRAGMENT) {
                isFirst &= (two(at + 2) & 0xfff8) == 0;
                at += 8;
            } else {
                at += protocol == AUTHENTICATION ? 4 * (octet(at + 1) + 2) : 8 * (octet(at + 1) + 1);
            }
            protocol = next;
        }
        if (isFirst) {
            readPorts(at);
        }
    }

    private static boolean isExtension(int header) {
        return header == HOP_BY_HOP
                || header == ROUTING
                || header == FRAGMENT
                || header == AUTHENTICATION
                || header == DESTINATION_OPTIONS;
    }

    private void readPorts(int at) {
        if (!isThere(at, 4)) {
            return;
        }
        switch (protocol) {
            case ICMP, ICMPV6 -> ports = new LoggedPacket.Ports(0, two(at));
            case TCP, 17, 132, 136, 33 -> ports = new LoggedPacket.Ports(two(at), two(at + 2));
            default -> {}
        }
        if (protocol == TCP && isThere(at, 14)) {
            tcpFlags = octet(at + 13);
        }
    }

    boolean isIp() {
        return isIp;
    }

    Address source() {
        return source;
    }

    Address destination() {
        return destination;
    }

    int protocol() {
        return protocol;
    }

    LoggedPacket.Ports ports() {
        return ports;
    }

    int tcpFlags() {
        return tcpFlags;
    }
}
