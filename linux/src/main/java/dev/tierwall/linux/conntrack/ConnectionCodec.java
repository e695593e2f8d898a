package dev.tierwall.linux.conntrack;

import dev.tierwall.core.net.Address;
import dev.tierwall.core.net.IpFamily;
import dev.tierwall.linux.netlink.AttributeWalk;
import dev.tierwall.linux.netlink.MessageWriter;
import java.nio.ByteBuffer;

/** Connections as bytes of netlink. Used again for each connection, because there may be hundreds of thousands. */
final class ConnectionCodec {

    static final int ORIGINAL = 1;
    private static final int REPLY = 2;
    private static final int STATUS = 3;
    private static final int MARK = 8;
    private static final int COUNTERS_ORIGINAL = 9;
    private static final int COUNTERS_REPLY = 10;
    private static final int ID = 12;
    static final int ZONE = 18;

    private static final int TUPLE_IP = 1;
    private static final int TUPLE_PROTOCOL = 2;
    private static final int TUPLE_ZONE = 3;

    /** Inside the family and protocol of a message about a connection: family, version, resource. */
    static final int HEAD = 4;

    /** One direction while it is read. */
    private static final class Half {
        private final ByteBuffer bytes;
        private Address source = NOBODY;
        private Address destination = NOBODY;
        private int protocol;
        private int sourcePort;
        private int destinationPort;
        private int zone;

        private static final Address NOBODY = Address.first(IpFamily.IPV4);

        Half(ByteBuffer bytes) {
            this.bytes = bytes;
        }

        void read(int from, int to) {
            AttributeWalk.over(bytes, from, to, (type, start, end) -> {
                switch (type) {
                    case TUPLE_IP -> AttributeWalk.over(bytes, start, end, this::ip);
                    case TUPLE_PROTOCOL -> AttributeWalk.over(bytes, start, end, this::protocol);
                    case TUPLE_ZONE -> zone = Short.toUnsignedInt(bytes.getShort(start));
                    default -> {}
                }
            });
        }

        private void ip(int type, int from, int to) {
            Address address = address(bytes, from, to - from);
            switch (type) {
                case 1, 3 -> source = address;
                case 2, 4 -> destination = address;
                default -> {}
            }
        }

        private void protocol(int type, int from, int to) {
            switch (type) {
                case 1 -> protocol = Byte.toUnsignedInt(bytes.get(from));
                case 2, 4, 7 -> sourcePort = Short.toUnsignedInt(bytes.getShort(from));
                case 3 -> destinationPort = Short.toUnsignedInt(bytes.getShort(from));
                case 5, 8 -> destinationPort |= Byte.toUnsignedInt(bytes.get(from)) << 8;
                case 6, 9 -> destinationPort |= Byte.toUnsignedInt(bytes.get(from));
                default -> {}
            }
        }

        Tuple tuple() {
            return new Tuple(protocol, source, sourcePort, destination, destinationPort);
        }
    }

    private final ByteBuffer bytes;
    private final Half original;
    private final Half reply;
    private int zone;
    private int mark;
    private int status;
    private int id;
    private Traffic sent = Traffic.NONE;
    private Traffic received = Traffic.NONE;

    private ConnectionCodec(ByteBuffer bytes) {
        this.bytes = bytes;
        original = new Half(bytes);
        reply = new Half(bytes);
    }

    /** Reads a connection, whose message lies between two places of a buffer. */
    static Connection read(ByteBuffer bytes, int from, int to) {
        ConnectionCodec codec = new ConnectionCodec(bytes);
        AttributeWalk.over(bytes, from + HEAD, to, codec::see);
        return new Connection(
                codec.original.tuple(),
                codec.reply.tuple(),
                codec.zone(),
                codec.mark,
                codec.status,
                codec.id,
                codec.sent,
                codec.received);
    }

    private void see(int type, int from, int to) {
        switch (type) {
            case ORIGINAL -> original.read(from, to);
            case REPLY -> reply.read(from, to);
            case STATUS -> status = bytes.getInt(from);
            case MARK -> mark = bytes.getInt(from);
            case COUNTERS_ORIGINAL -> sent = traffic(from, to);
            case COUNTERS_REPLY -> received = traffic(from, to);
            case ID -> id = bytes.getInt(from);
            case ZONE -> zone = Short.toUnsignedInt(bytes.getShort(from));
            default -> {}
        }
    }

    private Traffic traffic(int from, int to) {
        long[] both = new long[2];
        AttributeWalk.over(bytes, from, to, (type, start, end) -> {
            if (type == 1 || type == 2) {
                both[type - 1] = bytes.getLong(start);
            }
        });
        return new Traffic(both[0], both[1]);
    }

    private Connection.Zone zone() {
        if (original.zone != 0) {
            return new Connection.Zone(original.zone, Connection.Zone.Direction.ORIGINAL);
        }
        if (reply.zone != 0) {
            return new Connection.Zone(reply.zone, Connection.Zone.Direction.REPLY);
        }
        return zone == 0 ? Connection.Zone.NONE : new Connection.Zone(zone, Connection.Zone.Direction.BOTH);
    }

    /** Writes what names a connection: its original direction, zone and number. */
    static void writeName(MessageWriter message, Connection connection) {
        Tuple tuple = connection.original();
        Connection.Zone zone = connection.zone();
        int whole = message.begin(ORIGINAL);
        writeAddresses(message, tuple);
        int protocol = message.begin(TUPLE_PROTOCOL);
        message.put(1, new byte[] {(byte) tuple.protocol()});
        if (tuple.isIcmp()) {
            int first = tuple.protocol() == Tuple.ICMP ? 4 : 7;
            message.putShort(first, tuple.sourcePort());
            message.put(first + 1, new byte[] {(byte) (tuple.destinationPort() >> 8)});
            message.put(first + 2, new byte[] {(byte) tuple.destinationPort()});
        } else {
            message.putShort(2, tuple.sourcePort()).putShort(3, tuple.destinationPort());
        }
        message.end(protocol);
        if (zone.direction() == Connection.Zone.Direction.ORIGINAL) {
            message.putShort(TUPLE_ZONE, zone.number());
        }
        message.end(whole);
        if (zone.number() != 0 && zone.direction() == Connection.Zone.Direction.BOTH) {
            message.putShort(ZONE, zone.number());
        }
        message.putInt(ID, connection.id());
    }

    private static void writeAddresses(MessageWriter message, Tuple tuple) {
        int first = tuple.source().family() == IpFamily.IPV4 ? 1 : 3;
        int ip = message.begin(TUPLE_IP);
        message.put(first, bytes(tuple.source())).put(first + 1, bytes(tuple.destination()));
        message.end(ip);
    }

    /** Writes the wish to hear only of connections whose packets in one direction come from an address. */
    static void writeFilter(MessageWriter message, Address source, boolean inReply) {
        int filter = message.begin(25);
        message.putNative(inReply ? 2 : 1, 1);
        message.putNative(inReply ? 1 : 2, 0);
        message.end(filter);
        int tuple = message.begin(inReply ? REPLY : ORIGINAL);
        int ip = message.begin(TUPLE_IP);
        message.put(source.family() == IpFamily.IPV4 ? 1 : 3, bytes(source));
        message.end(ip).end(tuple);
    }

    /** An address of 4 or 16 bytes. */
    static Address address(ByteBuffer bytes, int from, int length) {
        return length == 4
                ? new Address(IpFamily.IPV4, 0, Integer.toUnsignedLong(bytes.getInt(from)))
                : new Address(IpFamily.IPV6, bytes.getLong(from), bytes.getLong(from + 8));
    }

    static byte[] bytes(Address address) {
        return address.family() == IpFamily.IPV4
                ? ByteBuffer.allocate(4).putInt((int) address.low()).array()
                : ByteBuffer.allocate(16)
                        .putLong(address.high())
                        .putLong(address.low())
                        .array();
    }
}
