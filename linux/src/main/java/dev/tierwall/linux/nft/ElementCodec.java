package dev.tierwall.linux.nft;

import dev.tierwall.core.net.Address;
import dev.tierwall.core.net.IpFamily;
import dev.tierwall.core.net.Protocol;
import dev.tierwall.core.nft.ElementKey;
import dev.tierwall.core.nft.NftSet;
import dev.tierwall.linux.netlink.Attributes;
import dev.tierwall.linux.netlink.MessageWriter;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Optional;

/** Elements as bytes of netlink: every part of a key fills whole words of 32 bits. */
final class ElementCodec {

    static final int LIST_ELEMENT = 1;
    private static final int KEY = 1;
    private static final int DATA = 2;
    private static final int FLAGS = 3;
    private static final int KEY_END = 10;
    private static final int VALUE = 1;
    private static final int INTERVAL_END = 1;

    private ElementCodec() {}

    static void write(MessageWriter message, NftSet set, ElementKey key, int value) {
        switch (key) {
            case ElementKey.Range(var range) -> {
                writeOne(message, bytes(range.first()), Optional.of(number(value)), 0);
                range.last().next().ifPresent(after -> writeOne(message, bytes(after), Optional.empty(), INTERVAL_END));
            }
            case ElementKey.Ports ports
            when set == NftSet.OKR -> {
                int one = message.begin(LIST_ELEMENT);
                writeData(message, KEY, sorted(ports(ports, ports.first())));
                writeData(message, KEY_END, sorted(ports(ports, ports.last())));
                message.end(one);
            }
            default -> writeOne(message, bytes(key), set.isMap() ? Optional.of(number(value)) : Optional.empty(), 0);
        }
    }

    private static void writeOne(MessageWriter message, byte[] key, Optional<byte[]> data, int flags) {
        int one = message.begin(LIST_ELEMENT);
        writeData(message, KEY, key);
        data.ifPresent(value -> writeData(message, DATA, value));
        if (flags != 0) {
            message.putInt(FLAGS, flags);
        }
        message.end(one);
    }

    private static void writeData(MessageWriter message, int type, byte[] value) {
        int data = message.begin(type);
        message.put(VALUE, value);
        message.end(data);
    }

    private static byte[] bytes(ElementKey key) {
        return switch (key) {
            case ElementKey.Single(Address address) -> bytes(address);
            case ElementKey.Cell(Address subject, int peer) -> joined(bytes(subject), number(peer));
            case ElementKey.Twice(Address address) -> joined(bytes(address), bytes(address));
            case ElementKey.Ports ports -> ports(ports, ports.first());
            case ElementKey.Connections(int id) -> number(id);
            case ElementKey.Range range -> throw new IllegalArgumentException("two keys, not one: " + range);
        };
    }

    private static byte[] joined(byte[] one, byte[] other) {
        byte[] both = Arrays.copyOf(one, one.length + other.length);
        System.arraycopy(other, 0, both, one.length, other.length);
        return both;
    }

    private static byte[] bytes(Address address) {
        return address.family() == IpFamily.IPV4
                ? ByteBuffer.allocate(4).putInt((int) address.low()).array()
                : ByteBuffer.allocate(16)
                        .putLong(address.high())
                        .putLong(address.low())
                        .array();
    }

    /** A packet's priority, which is in the order of the machine. */
    private static byte[] number(int id) {
        return ByteBuffer.allocate(4).order(ByteOrder.nativeOrder()).putInt(id).array();
    }

    private static byte[] ports(ElementKey.Ports ports, int port) {
        int protocol = switch (ports.protocol()) {
            case TCP -> 6;
            case UDP -> 17;
            case SCTP -> 132;
        };
        return ByteBuffer.allocate(12)
                .put(number(ports.connections()))
                .put((byte) protocol)
                .position(8)
                .putShort((short) port)
                .array();
    }

    /** Where keys are intervals they are compared as bytes: there nft turns a number round, and so do its rules. */
    private static byte[] sorted(byte[] ports) {
        byte[] turned = ports.clone();
        ByteBuffer.wrap(turned)
                .putInt(ByteBuffer.wrap(ports).order(ByteOrder.nativeOrder()).getInt());
        return turned;
    }

    /**
     * An element as the kernel tells it.
     *
     * @param key its key, or the first of its keys
     * @param last the last of its keys, where an element says so itself
     * @param value its value, 0 if it has none
     * @param isEnd whether it is only the end of an interval
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Told(byte[] key, Optional<byte[]> last, int value, boolean isEnd) {}

    static Told read(Attributes element) {
        return new Told(
                element.inside(KEY).find(VALUE).orElse(new byte[0]),
                element.inside(KEY_END).find(VALUE),
                element.inside(DATA)
                        .find(VALUE)
                        .map(bytes -> ByteBuffer.wrap(bytes)
                                .order(ByteOrder.nativeOrder())
                                .getInt())
                        .orElse(0),
                (element.number(FLAGS) & INTERVAL_END) != 0);
    }

    /** The key of an element of any set but those whose keys are ranges of addresses. */
    static ElementKey key(NftSet set, Told told) {
        ByteBuffer bytes = ByteBuffer.wrap(told.key);
        return switch (set.kind()) {
            case SUBJ, REST, PEER -> new ElementKey.Single(address(bytes, set.family()));
            case REL -> new ElementKey.Cell(address(bytes, set.family()), number(bytes));
            case SELF -> new ElementKey.Twice(address(bytes, set.family()));
            case WHOLE, MISC -> new ElementKey.Connections(number(bytes));
            case OK -> new ElementKey.Ports(number(bytes), protocol(bytes), port(bytes), port(bytes));
            case OKR -> {
                int last = told.last.map(end -> port(ByteBuffer.wrap(end))).orElse(port(bytes));
                yield new ElementKey.Ports(bytes.getInt(), protocol(bytes), port(bytes), last);
            }
            case ATOM -> throw new IllegalArgumentException("the keys of " + set.label() + " are ranges");
        };
    }

    static Address address(ByteBuffer bytes, IpFamily family) {
        return family == IpFamily.IPV4
                ? new Address(family, 0, Integer.toUnsignedLong(bytes.getInt()))
                : new Address(family, bytes.getLong(), bytes.getLong());
    }

    private static int number(ByteBuffer bytes) {
        bytes.order(ByteOrder.nativeOrder());
        int number = bytes.getInt();
        bytes.order(ByteOrder.BIG_ENDIAN);
        return number;
    }

    private static Protocol protocol(ByteBuffer bytes) {
        return switch (bytes.get(4)) {
            case 6 -> Protocol.TCP;
            case 17 -> Protocol.UDP;
            default -> Protocol.SCTP;
        };
    }

    private static int port(ByteBuffer bytes) {
        return Short.toUnsignedInt(bytes.getShort(8));
    }
}
