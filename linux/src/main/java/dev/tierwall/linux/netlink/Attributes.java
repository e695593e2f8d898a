package dev.tierwall.linux.netlink;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;

/** Attributes of a netlink message, in their order; a type may occur more than once. */
public final class Attributes {

    private static final int TYPE = 0x3fff;

    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record One(int type, byte[] value) {}

    private final List<One> all = new ArrayList<>();

    private Attributes() {}

    /** The attributes that fill some bytes. */
    public static Attributes of(byte[] bytes) {
        Attributes attributes = new Attributes();
        ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.nativeOrder());
        int at = 0;
        while (at + 4 <= bytes.length) {
            int length = Short.toUnsignedInt(buffer.getShort(at));
            if (length < 4 || at + length > bytes.length) {
                break;
            }
            int type = buffer.getShort(at + 2) & TYPE;
            attributes.all.add(new One(type, Arrays.copyOfRange(bytes, at + 4, at + length)));
            at += length + 3 & ~3;
        }
        return attributes;
    }

    /** The bytes of the first attribute of a type. */
    public Optional<byte[]> find(int type) {
        return all.stream().filter(one -> one.type == type).map(One::value).findFirst();
    }

    /** Gives each attribute with its type, in their order. */
    public void forEach(BiConsumer<Integer, byte[]> visitor) {
        all.forEach(one -> visitor.accept(one.type, one.value));
    }

    /** The attributes inside the first of a type; none if there is none of it. */
    public Attributes inside(int type) {
        return of(find(type).orElse(new byte[0]));
    }

    /** The insides of every attribute of a type. */
    public List<Attributes> each(int type) {
        return all.stream()
                .filter(one -> one.type == type)
                .map(one -> of(one.value))
                .toList();
    }

    /** The text of the first attribute of a type; empty if there is none. */
    public String text(int type) {
        byte[] bytes = find(type).orElse(new byte[0]);
        int length = bytes.length > 0 && bytes[bytes.length - 1] == 0 ? bytes.length - 1 : bytes.length;
        return new String(bytes, 0, length, StandardCharsets.UTF_8);
    }

    /** The number of 32 bits in network order of the first attribute of a type; 0 if there is none. */
    public int number(int type) {
        return find(type).map(bytes -> ByteBuffer.wrap(bytes).getInt()).orElse(0);
    }

    /** The number of 32 bits in the machine's order of the first attribute of a type; 0 if there is none. */
    public int nativeNumber(int type) {
        return find(type)
                .map(bytes ->
                        ByteBuffer.wrap(bytes).order(ByteOrder.nativeOrder()).getInt())
                .orElse(0);
    }
}
