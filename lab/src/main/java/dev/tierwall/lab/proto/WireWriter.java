package dev.tierwall.lab.proto;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** Fields of one message, written one after the other. */
public final class WireWriter {

    static final int VARINT = 0;
    static final int FIXED64 = 1;
    static final int BYTES = 2;
    static final int FIXED32 = 5;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    public byte[] bytes() {
        return out.toByteArray();
    }

    public void varint(int number, long value) {
        tag(number, VARINT);
        rawVarint(value);
    }

    public void fixed64(int number, double value) {
        tag(number, FIXED64);
        long bits = Double.doubleToLongBits(value);
        for (int shift = 0; shift < Long.SIZE; shift += Byte.SIZE) {
            out.write((int) (bits >>> shift));
        }
    }

    public void bytes(int number, byte[] value) {
        tag(number, BYTES);
        rawVarint(value.length);
        out.writeBytes(value);
    }

    public void text(int number, String value) {
        bytes(number, value.getBytes(StandardCharsets.UTF_8));
    }

    public void message(int number, WireWriter message) {
        bytes(number, message.bytes());
    }

    private void tag(int number, int wireType) {
        rawVarint(((long) number << 3) | wireType);
    }

    private void rawVarint(long value) {
        long rest = value;
        while ((rest & ~0x7FL) != 0) {
            out.write((int) ((rest & 0x7F) | 0x80));
            rest >>>= 7;
        }
        out.write((int) rest);
    }
}
