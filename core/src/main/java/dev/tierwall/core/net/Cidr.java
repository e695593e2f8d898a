package dev.tierwall.core.net;

import java.util.Optional;

/**
 * A block of addresses that share a prefix. Host bits of the base are always zero; {@link #hostBitsIn} tells whether
 * a text had some.
 *
 * @param base the lowest address of the block
 * @param prefix how many leading bits are fixed, from 0 to the bits of the family
 */
public record Cidr(Address base, int prefix) implements Comparable<Cidr> {

    public Cidr {
        if (prefix < 0 || prefix > base.family().bits()) {
            throw new IllegalArgumentException("prefix length out of range: " + prefix);
        }
        base = masked(base, prefix);
    }

    /** The block that holds one address alone. */
    public static Cidr of(Address address) {
        return new Cidr(address, address.family().bits());
    }

    /** The block written {@code address/prefix}, host bits cut off; empty if the text is not a CIDR. */
    public static Optional<Cidr> parse(String text) {
        int slash = text.indexOf('/');
        if (slash < 0) {
            return Optional.empty();
        }
        int prefix = prefixOf(text, slash + 1);
        return Address.parse(text.substring(0, slash))
                .filter(address -> prefix >= 0 && prefix <= address.family().bits())
                .map(address -> new Cidr(address, prefix));
    }

    /** Whether a CIDR text has bits set below its prefix, as in {@code 10.0.0.5/24}. */
    public static boolean hostBitsIn(String text) {
        return parse(text)
                .filter(cidr ->
                        !Address.parse(text.substring(0, text.indexOf('/'))).equals(Optional.of(cidr.base)))
                .isPresent();
    }

    private static int prefixOf(String text, int from) {
        int digits = text.length() - from;
        if (digits < 1 || digits > 3 || (digits > 1 && text.charAt(from) == '0')) {
            return -1;
        }
        int value = 0;
        for (int i = from; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < '0' || c > '9') {
                return -1;
            }
            value = value * 10 + (c - '0');
        }
        return value;
    }

    private static Address masked(Address address, int prefix) {
        int host = address.family().bits() - prefix;
        long high = host <= 64 ? address.high() : host == 128 ? 0 : address.high() & (-1L << (host - 64));
        long low = host >= 64 ? 0 : address.low() & (-1L << host);
        return new Address(address.family(), high, low);
    }

    public IpFamily family() {
        return base.family();
    }

    /** The lowest and the highest address of the block. */
    public AddressRange range() {
        int host = family().bits() - prefix;
        long high = host <= 64 ? base.high() : host == 128 ? -1L : base.high() | ~(-1L << (host - 64));
        long low = host >= 64 ? -1L : base.low() | ~(-1L << host);
        return new AddressRange(base, new Address(family(), high, low));
    }

    public boolean contains(Address address) {
        return address.family() == family() && masked(address, prefix).equals(base);
    }

    /** Whether every address of {@code other} is in this block. */
    public boolean contains(Cidr other) {
        return other.prefix >= prefix && contains(other.base);
    }

    @Override
    public int compareTo(Cidr other) {
        int byBase = base.compareTo(other.base);
        return byBase != 0 ? byBase : Integer.compare(prefix, other.prefix);
    }

    @Override
    public String toString() {
        return base + "/" + prefix;
    }
}
