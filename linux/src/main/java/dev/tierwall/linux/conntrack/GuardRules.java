package dev.tierwall.linux.conntrack;

import dev.tierwall.core.net.IpFamily;
import dev.tierwall.linux.netlink.MessageWriter;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** The sets, chains and rules of a {@link ReturnGuard}, as bytes of netlink. */
final class GuardRules {

    static final String TABLE = "tierwall-cut";

    /** Elements of it stay as long as packets meet them. */
    static final String TALKING = "talking";

    /** Elements of it stay until packets on their way have arrived. */
    static final String BRIEF = "brief";

    static final long TALKING_MILLIS = 60_000;
    static final long BRIEF_MILLIS = 2_000;

    static final int HOOK_FORWARD = 2;
    static final int HOOK_OUTPUT = 3;

    private static final int TYPE_IPV4 = 7;
    private static final int TYPE_IPV6 = 8;
    private static final int TYPE_PROTOCOL = 12;
    private static final int TYPE_PORT = 13;
    private static final int BITS_OF_TYPE = 6;

    private static final int SET_TIMEOUT = 0x10;
    private static final int SET_DYNAMIC = 0x20;
    private static final int MOST_ELEMENTS = 65_535;

    private static final int FIRST_REGISTER = 8;
    private static final int NETWORK_HEADER = 1;
    private static final int TRANSPORT_HEADER = 2;

    private GuardRules() {}

    static String set(String kind, IpFamily family) {
        return kind + (family == IpFamily.IPV4 ? "4" : "6");
    }

    private static byte[] longer(long value) {
        return ByteBuffer.allocate(8).putLong(value).array();
    }

    private static byte[] machine(int value) {
        return ByteBuffer.allocate(4)
                .order(ByteOrder.nativeOrder())
                .putInt(value)
                .array();
    }

    /** A set of source, port, destination, port and protocol. */
    static void writeSet(MessageWriter message, String kind, IpFamily family) {
        int address = family == IpFamily.IPV4 ? TYPE_IPV4 : TYPE_IPV6;
        int type = 0;
        for (int part : new int[] {address, TYPE_PORT, address, TYPE_PORT, TYPE_PROTOCOL}) {
            type = (type << BITS_OF_TYPE) | part;
        }
        message.put(2, set(kind, family));
        message.putInt(3, SET_TIMEOUT | SET_DYNAMIC);
        message.putInt(4, type);
        message.putInt(5, 2 * family.bits() / 8 + 12);
        int description = message.begin(9);
        message.putInt(1, MOST_ELEMENTS).end(description);
        message.putInt(10, 1);
        message.put(11, longer(kind.equals(TALKING) ? TALKING_MILLIS : BRIEF_MILLIS));
    }

    /** A chain at a hook. */
    static void writeChain(MessageWriter message, String name, int number) {
        message.put(3, name);
        int hook = message.begin(4);
        message.putInt(1, number).putInt(2, 0).end(hook);
        message.putInt(5, 1);
        message.put(7, "filter");
    }

    /** A rule that lets pass what belongs to a connection that there is. */
    static void writeEstablishedRule(MessageWriter message, String chain) {
        message.put(2, chain);
        int list = message.begin(4);
        expression(message, "ct", () -> message.putInt(1, FIRST_REGISTER).putInt(2, 0));
        int establishedOrRelated = 2 | 4;
        expression(message, "bitwise", () -> {
            message.putInt(1, FIRST_REGISTER).putInt(2, FIRST_REGISTER).putInt(3, 4);
            value(message, 4, machine(establishedOrRelated));
            value(message, 5, machine(0));
        });
        compare(message, 1, machine(0));
        verdict(message, 1);
        message.end(list);
    }

    /** A rule that drops what is in a set; and keeps it there, if it is one of those that talk. */
    static void writeDropRule(MessageWriter message, String chain, String kind, IpFamily family) {
        message.put(2, chain);
        int list = message.begin(4);
        int protocolOfNetwork = 15;
        expression(message, "meta", () -> message.putInt(1, FIRST_REGISTER).putInt(2, protocolOfNetwork));
        compare(message, 0, new byte[] {(byte) (family == IpFamily.IPV4 ? 2 : 10)});
        writeKey(message, family);
        String set = set(kind, family);
        expression(message, "lookup", () -> message.put(1, set).putInt(2, FIRST_REGISTER));
        if (kind.equals(TALKING)) {
            int update = 1;
            expression(
                    message,
                    "dynset",
                    () -> message.put(1, set)
                            .putInt(3, update)
                            .putInt(4, FIRST_REGISTER)
                            .put(6, longer(TALKING_MILLIS)));
        }
        expression(message, "counter", () -> message.put(1, longer(0)).put(2, longer(0)));
        verdict(message, 0);
        message.end(list);
    }

    private static void writeKey(MessageWriter message, IpFamily family) {
        boolean old = family == IpFamily.IPV4;
        int length = family.bits() / 8;
        int words = length / 4;
        int protocolOfTransport = 16;
        int register = FIRST_REGISTER;
        payload(message, register, NETWORK_HEADER, old ? 12 : 8, length);
        register += words;
        payload(message, register, TRANSPORT_HEADER, 0, 2);
        register++;
        payload(message, register, NETWORK_HEADER, old ? 16 : 24, length);
        register += words;
        payload(message, register, TRANSPORT_HEADER, 2, 2);
        int last = register + 1;
        expression(message, "meta", () -> message.putInt(1, last).putInt(2, protocolOfTransport));
    }

    private static void payload(MessageWriter message, int register, int header, int... place) {
        expression(
                message,
                "payload",
                () -> message.putInt(1, register)
                        .putInt(2, header)
                        .putInt(3, place[0])
                        .putInt(4, place[1]));
    }

    /** Goes on only if the first register equals a value, or if it does not, by the operation 0 or 1. */
    private static void compare(MessageWriter message, int operation, byte[] with) {
        expression(message, "cmp", () -> {
            message.putInt(1, FIRST_REGISTER).putInt(2, operation);
            value(message, 3, with);
        });
    }

    private static void verdict(MessageWriter message, int code) {
        expression(message, "immediate", () -> {
            message.putInt(1, 0);
            int data = message.begin(2);
            int verdict = message.begin(2);
            message.putInt(1, code).end(verdict).end(data);
        });
    }

    private static void value(MessageWriter message, int attribute, byte[] bytes) {
        int data = message.begin(attribute);
        message.put(1, bytes).end(data);
    }

    private static void expression(MessageWriter message, String name, Runnable attributes) {
        int one = message.begin(1);
        message.put(1, name);
        int data = message.begin(2);
        attributes.run();
        message.end(data).end(one);
    }

    /** What is looked for: the packets of one direction. */
    static byte[] key(Tuple tuple) {
        byte[] source = ConnectionCodec.bytes(tuple.source());
        return ByteBuffer.allocate(2 * source.length + 12)
                .put(source)
                .putShort((short) tuple.sourcePort())
                .putShort((short) 0)
                .put(ConnectionCodec.bytes(tuple.destination()))
                .putShort((short) tuple.destinationPort())
                .putShort((short) 0)
                .put((byte) tuple.protocol())
                .array();
    }

    /** The packets that a key stands for. */
    static Tuple tuple(byte[] key) {
        int length = (key.length - 12) / 2;
        ByteBuffer bytes = ByteBuffer.wrap(key);
        return new Tuple(
                Byte.toUnsignedInt(key[2 * length + 8]),
                ConnectionCodec.address(bytes, 0, length),
                Short.toUnsignedInt(bytes.getShort(length)),
                ConnectionCodec.address(bytes, length + 4, length),
                Short.toUnsignedInt(bytes.getShort(2 * length + 4)));
    }
}
