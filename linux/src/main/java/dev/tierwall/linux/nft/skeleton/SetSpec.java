package dev.tierwall.linux.nft.skeleton;

import dev.tierwall.core.nft.NftSet;
import dev.tierwall.linux.netlink.Attributes;
import dev.tierwall.linux.netlink.MessageWriter;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/**
 * The definition of a set or map.
 *
 * @param name its name
 * @param flags its flags
 * @param keys the types of the parts of its keys, as nft numbers them
 * @param size how many elements it can hold at most; 0 for any number
 * @param timeoutMillis how long an element lasts; 0 for ever
 */
record SetSpec(String name, int flags, List<Integer> keys, int size, long timeoutMillis) {

    static final int INTERVAL = 4;
    static final int MAP = 8;
    static final int TIMEOUT = 0x10;
    static final int DYNAMIC = 0x20;
    static final int CONCATENATION = 0x80;

    static final int IPV4 = 7;
    static final int IPV6 = 8;
    static final int INET_PROTO = 12;
    static final int INET_SERVICE = 13;
    static final int CLASS_ID = 23;

    private static final int BITS_OF_TYPE = 6;

    private static final int FLAGS = 3;
    private static final int KEY_TYPE = 4;
    private static final int KEY_LENGTH = 5;
    private static final int DATA_TYPE = 6;
    private static final int DATA_LENGTH = 7;
    private static final int DESCRIPTION = 9;
    private static final int ID = 10;
    private static final int LIFE = 11;
    private static final int USER_DATA = 13;

    static SetSpec of(NftSet set) {
        int address = set.label().endsWith("4") ? IPV4 : IPV6;
        List<Integer> keys = switch (set.kind()) {
            case SUBJ, REST, PEER, ATOM -> List.of(address);
            case REL -> List.of(address, CLASS_ID);
            case SELF -> List.of(address, address);
            case OK, OKR -> List.of(CLASS_ID, INET_PROTO, INET_SERVICE);
            case WHOLE, MISC -> List.of(CLASS_ID);
        };
        int interval = set.isInterval() ? INTERVAL : 0;
        int concatenation = set.isInterval() && keys.size() > 1 ? CONCATENATION : 0;
        return new SetSpec(set.label(), interval | concatenation | (set.isMap() ? MAP : 0), keys, 0, 0);
    }

    /** A set that rules fill: addresses, each for a minute. */
    static SetSpec limit(String name) {
        return new SetSpec(name, TIMEOUT | DYNAMIC, List.of(name.endsWith("4") ? IPV4 : IPV6), 65_535, 60_000);
    }

    private static int length(int type) {
        return switch (type) {
            case IPV4, CLASS_ID -> 4;
            case IPV6 -> 16;
            case INET_PROTO -> 1;
            case INET_SERVICE -> 2;
            default -> throw new IllegalArgumentException("no type of keys: " + type);
        };
    }

    private int keyType() {
        return keys.stream().reduce(0, (all, type) -> all << BITS_OF_TYPE | type);
    }

    /** Parts of a key fill whole words, unless there is but one. */
    private int keyLength() {
        return keys.size() == 1
                ? length(keys.getFirst())
                : keys.stream().mapToInt(type -> length(type) + 3 & ~3).sum();
    }

    boolean isMap() {
        return (flags & MAP) != 0;
    }

    void define(MessageWriter message, int id) {
        message.put(2, name);
        message.putInt(FLAGS, flags);
        message.putInt(KEY_TYPE, keyType());
        message.putInt(KEY_LENGTH, keyLength());
        if (isMap()) {
            message.putInt(DATA_TYPE, CLASS_ID);
            message.putInt(DATA_LENGTH, length(CLASS_ID));
        }
        if (size != 0 || (flags & CONCATENATION) != 0) {
            describe(message);
        }
        message.putInt(ID, id);
        if (timeoutMillis != 0) {
            message.put(LIFE, ByteBuffer.allocate(8).putLong(timeoutMillis).array());
        }
        boolean machineOrder = keys.equals(List.of(CLASS_ID));
        message.put(USER_DATA, isMap() ? noteOrder(machineOrder, 1) : noteOrder(machineOrder));
    }

    private void describe(MessageWriter message) {
        int description = message.begin(DESCRIPTION);
        if (size != 0) {
            message.putInt(1, size);
        } else {
            int fields = message.begin(2);
            for (int type : keys) {
                int field = message.begin(1);
                message.putInt(1, length(type)).end(field);
            }
            message.end(fields);
        }
        message.end(description);
    }

    /** What nft notes for itself: in which order the bytes of keys are, so that it can list them. */
    static byte[] noteOrder(boolean machineOrder) {
        return note(0, machineOrder ? 1 : 2);
    }

    /** The same of keys and values: 1 for the machine's order, 0 where they have none. */
    static byte[] noteOrder(boolean machineOrder, int ofValues) {
        return ByteBuffer.allocate(12)
                .put(noteOrder(machineOrder))
                .put(note(1, ofValues))
                .array();
    }

    private static byte[] note(int type, int value) {
        return ByteBuffer.allocate(6)
                .order(ByteOrder.nativeOrder())
                .put((byte) type)
                .put((byte) 4)
                .putInt(value)
                .array();
    }

    /** What it is for, as it should be told by the kernel. */
    String meaning() {
        return meaning(name, flags, keyType(), keyLength());
    }

    /** What a set is for, as the kernel tells it. */
    static String meaning(Attributes told) {
        return meaning(told.text(2), told.number(FLAGS), told.number(KEY_TYPE), told.number(KEY_LENGTH));
    }

    private static String meaning(String name, int flags, int type, int length) {
        return name + " flags " + Integer.toHexString(flags) + " type " + Integer.toHexString(type) + " length "
                + length;
    }
}
