package dev.tierwall.core.net;

import java.util.Optional;

/**
 * One IP address: an unsigned 128-bit number with its family. An IPv4 address is held in the low 32 bits.
 *
 * @param family the address family; addresses of different families are never equal
 * @param high the upper 64 bits; zero for IPv4
 * @param low the lower 64 bits; below 2^32 for IPv4
 */
public record Address(IpFamily family, long high, long low) implements Comparable<Address> {

    private static final long IPV4_MAX = 0xffff_ffffL;

    public Address {
        if (family == IpFamily.IPV4 && (high != 0 || low < 0 || low > IPV4_MAX)) {
            throw new IllegalArgumentException("not an IPv4 address: high bits set");
        }
    }

    /** The lowest address of a family. */
    public static Address first(IpFamily family) {
        return new Address(family, 0, 0);
    }

    /** The highest address of a family. */
    public static Address last(IpFamily family) {
        return family == IpFamily.IPV4 ? new Address(family, 0, IPV4_MAX) : new Address(family, -1, -1);
    }

    /** The address written as {@code text}: dotted IPv4, or IPv6 without brackets or zone; empty if it is neither. */
    public static Optional<Address> parse(String text) {
        return text.indexOf(':') < 0 ? AddressText.parseIpv4(text) : AddressText.parseIpv6(text);
    }

    /** The address after this one; empty after the last of the family. */
    public Optional<Address> next() {
        if (equals(last(family))) {
            return Optional.empty();
        }
        return Optional.of(new Address(family, low == -1 ? high + 1 : high, low + 1));
    }

    /** The address before this one; empty before the first of the family. */
    public Optional<Address> previous() {
        if (high == 0 && low == 0) {
            return Optional.empty();
        }
        return Optional.of(new Address(family, low == 0 ? high - 1 : high, low - 1));
    }

    /** Orders by family, then as unsigned numbers. */
    @Override
    public int compareTo(Address other) {
        if (family != other.family) {
            return family.compareTo(other.family);
        }
        int upper = Long.compareUnsigned(high, other.high);
        return upper != 0 ? upper : Long.compareUnsigned(low, other.low);
    }

    /** The canonical text: dotted decimal, or RFC 5952 for IPv6. */
    @Override
    public String toString() {
        return family == IpFamily.IPV4 ? AddressText.formatIpv4(low) : AddressText.formatIpv6(high, low);
    }
}
