package dev.tierwall.linux.netlink;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Attributes where they lie, for messages that are too many to take each apart into objects. */
public final class AttributeWalk {

    private static final int TYPE = 0x3fff;

    private AttributeWalk() {}

    /** Sees an attribute: its type, and where its value starts and ends. */
    @FunctionalInterface
    public interface Visitor {
        void see(int type, int from, int to);
    }

    /** Shows the attributes between two places of a buffer, in their order. The buffer's order is the network's. */
    public static void over(ByteBuffer bytes, int from, int to, Visitor visitor) {
        int at = from;
        while (at + 4 <= to) {
            int length = Short.toUnsignedInt(nativeShort(bytes, at));
            if (length < 4 || at + length > to) {
                return;
            }
            visitor.see(nativeShort(bytes, at + 2) & TYPE, at + 4, at + length);
            at += (length + 3) & ~3;
        }
    }

    private static short nativeShort(ByteBuffer bytes, int at) {
        short value = bytes.getShort(at);
        return ByteOrder.nativeOrder() == bytes.order() ? value : Short.reverseBytes(value);
    }
}
