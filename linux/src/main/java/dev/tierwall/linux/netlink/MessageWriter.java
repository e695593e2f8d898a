package dev.tierwall.linux.netlink;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Writes one netlink message: its header, then attributes, which may be nested. */
public final class MessageWriter {

    private static final int NESTED = 0x8000;

    private byte[] bytes = new byte[256];
    private int end;

    /**
     * Begins a message of the netfilter family.
     *
     * @param type its type, the subsystem in the upper byte
     * @param flags the flags of its header
     * @param sequence what its answer will name
     * @param about the rest of its header
     */
    public static MessageWriter netfilter(int type, int flags, int sequence, Subject about) {
        byte[] rest = {(byte) about.family(), 0, (byte) (about.resource() >> 8), (byte) about.resource()};
        return of(type, flags, sequence, rest);
    }

    /**
     * Begins a message of any family.
     *
     * @param type its type
     * @param flags the flags of its header
     * @param sequence what its answer will name
     * @param rest what its family puts after the header
     */
    public static MessageWriter of(int type, int flags, int sequence, byte[] rest) {
        MessageWriter writer = new MessageWriter();
        writer.raw(ByteBuffer.allocate(16)
                .order(ByteOrder.nativeOrder())
                .putInt(0)
                .putShort((short) type)
                .putShort((short) flags)
                .putInt(sequence)
                .putInt(0)
                .array());
        writer.raw(rest);
        return writer;
    }

    /** Writes bytes as they are, for what comes before attributes; their number is a multiple of 4. */
    public MessageWriter fixed(byte[] some) {
        raw(some);
        return this;
    }

    /** Begins attributes without a header, to be put into a message by {@link #append}. */
    public static MessageWriter part() {
        return new MessageWriter();
    }

    /** Writes the attributes of a part. */
    public void append(MessageWriter part) {
        raw(Arrays.copyOf(part.bytes, part.end));
    }

    /** The attributes of a part. */
    public byte[] content() {
        return Arrays.copyOf(bytes, end);
    }

    /**
     * What a netfilter message is about.
     *
     * @param family an address family
     * @param resource a number that some messages need
     */
    public record Subject(int family, int resource) {}

    private void raw(byte[] some) {
        if (end + some.length > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, end + some.length));
        }
        System.arraycopy(some, 0, bytes, end, some.length);
        end += some.length;
    }

    /** How many bytes the message has so far. */
    public int length() {
        return end;
    }

    /** Writes an attribute of bytes. */
    public MessageWriter put(int type, byte[] value) {
        raw(ByteBuffer.allocate(4)
                .order(ByteOrder.nativeOrder())
                .putShort((short) (4 + value.length))
                .putShort((short) type)
                .array());
        raw(value);
        raw(new byte[-value.length & 3]);
        return this;
    }

    /** Writes a text, ended by a zero. */
    public MessageWriter put(int type, String value) {
        return put(type, (value + "\0").getBytes(StandardCharsets.UTF_8));
    }

    /** Writes a number of 32 bits in network order. */
    public MessageWriter putInt(int type, int value) {
        return put(type, ByteBuffer.allocate(4).putInt(value).array());
    }

    /** Writes a number of 32 bits in the machine's order. */
    public MessageWriter putNative(int type, int value) {
        return put(
                type,
                ByteBuffer.allocate(4)
                        .order(ByteOrder.nativeOrder())
                        .putInt(value)
                        .array());
    }

    /** Writes a number of 16 bits in network order. */
    public MessageWriter putShort(int type, int value) {
        return put(type, ByteBuffer.allocate(2).putShort((short) value).array());
    }

    /** Begins an attribute that holds others; gives what {@link #end} needs. */
    public int begin(int type) {
        int start = end;
        put(type | NESTED, new byte[0]);
        return start;
    }

    /** Ends an attribute that holds others. */
    public MessageWriter end(int start) {
        ByteBuffer.wrap(bytes).order(ByteOrder.nativeOrder()).putShort(start, (short) (end - start));
        return this;
    }

    /** The message. */
    public byte[] toBytes() {
        ByteBuffer.wrap(bytes).order(ByteOrder.nativeOrder()).putInt(0, end);
        return Arrays.copyOf(bytes, end);
    }

    /** Messages one after the other. */
    public static byte[] join(Iterable<byte[]> messages) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        messages.forEach(all::writeBytes);
        return all.toByteArray();
    }
}
