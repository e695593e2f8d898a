package dev.tierwall.lab.proto;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** The fields of one message, read one after the other: {@link #next}, then the value or {@link #skip}. */
final class WireReader {

    private static final int DEEPEST = 100;

    private final ByteBuffer bytes;
    private final int depth;
    private int number;
    private int wireType;

    WireReader(byte[] bytes) {
        this(ByteBuffer.wrap(bytes), 0);
    }

    private WireReader(ByteBuffer bytes, int depth) {
        this.bytes = bytes.order(ByteOrder.LITTLE_ENDIAN);
        this.depth = depth;
    }

    /** Goes to the next field; false at the end of the message. */
    boolean next() throws MalformedProtobufException {
        if (!bytes.hasRemaining()) {
            return false;
        }
        long tag = rawVarint();
        number = (int) (tag >>> 3);
        wireType = (int) (tag & 7);
        if (number <= 0) {
            throw new MalformedProtobufException("a field has the number " + number);
        }
        return true;
    }

    int number() {
        return number;
    }

    /** Whether a list of numbers is written as one piece. */
    boolean isPacked() {
        return wireType == WireWriter.BYTES;
    }

    boolean atEnd() {
        return !bytes.hasRemaining();
    }

    long varint() throws MalformedProtobufException {
        expect(WireWriter.VARINT);
        return rawVarint();
    }

    double fixed64() throws MalformedProtobufException {
        expect(WireWriter.FIXED64);
        need(Long.BYTES);
        return bytes.getDouble();
    }

    byte[] bytes() throws MalformedProtobufException {
        byte[] value = new byte[length()];
        bytes.get(value);
        return value;
    }

    String text() throws MalformedProtobufException {
        return new String(bytes(), StandardCharsets.UTF_8);
    }

    WireReader message() throws MalformedProtobufException {
        int length = length();
        if (depth == DEEPEST) {
            throw new MalformedProtobufException("messages are nested more than " + DEEPEST + " deep");
        }
        WireReader inner = new WireReader(bytes.slice(bytes.position(), length), depth + 1);
        bytes.position(bytes.position() + length);
        return inner;
    }

    void skip() throws MalformedProtobufException {
        switch (wireType) {
            case WireWriter.VARINT -> rawVarint();
            case WireWriter.FIXED64 -> forward(Long.BYTES);
            case WireWriter.BYTES -> forward(length());
            case WireWriter.FIXED32 -> forward(Integer.BYTES);
            default -> throw new MalformedProtobufException("field " + number + " has the wire type " + wireType);
        }
    }

    private int length() throws MalformedProtobufException {
        expect(WireWriter.BYTES);
        long length = rawVarint();
        if (length < 0 || length > bytes.remaining()) {
            throw new MalformedProtobufException("field " + number + " is longer than its message");
        }
        return (int) length;
    }

    private void forward(int count) throws MalformedProtobufException {
        need(count);
        bytes.position(bytes.position() + count);
    }

    private void need(int count) throws MalformedProtobufException {
        if (bytes.remaining() < count) {
            throw new MalformedProtobufException("the message ends within field " + number);
        }
    }

    private void expect(int wanted) throws MalformedProtobufException {
        if (wireType != wanted) {
            throw new MalformedProtobufException(
                    "field " + number + " has the wire type " + wireType + " instead of " + wanted);
        }
    }

    /** A varint without a tag, as in a packed list. */
    long rawVarint() throws MalformedProtobufException {
        long value = 0;
        for (int shift = 0; shift < Long.SIZE; shift += 7) {
            need(1);
            byte next = bytes.get();
            value |= (long) (next & 0x7F) << shift;
            if (next >= 0) {
                return value;
            }
        }
        throw new MalformedProtobufException("a number of field " + number + " has more than 64 bits");
    }
}
