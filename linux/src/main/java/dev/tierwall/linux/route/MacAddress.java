package dev.tierwall.linux.route;

import java.util.HexFormat;

/**
 * The address of a link on its wire.
 *
 * @param bits its 48 bits
 */
public record MacAddress(long bits) {

    private static final HexFormat COLONS = HexFormat.ofDelimiter(":");

    public MacAddress {
        if (bits >>> 48 != 0) {
            throw new IllegalArgumentException("a link's address has 48 bits, not " + Long.toHexString(bits));
        }
    }

    /** An address for one's own use: {@code 02:} and a number. */
    public static MacAddress own(long number) {
        return new MacAddress((0x02L << 40) | (number & 0xff_ffff_ffffL));
    }

    static MacAddress of(byte[] bytes) {
        long bits = 0;
        for (byte one : bytes) {
            bits = (bits << 8) | Byte.toUnsignedLong(one);
        }
        return new MacAddress(bits & 0xffff_ffff_ffffL);
    }

    byte[] bytes() {
        byte[] bytes = new byte[6];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) (bits >> (8 * (5 - i)));
        }
        return bytes;
    }

    @Override
    public String toString() {
        return COLONS.formatHex(bytes());
    }
}
