package dev.tierwall.core.net;

/**
 * The addresses from {@code first} to {@code last}, both included, of one family.
 *
 * @param first the lowest address
 * @param last the highest address, not below {@code first}
 */
public record AddressRange(Address first, Address last) implements Comparable<AddressRange> {

    public AddressRange {
        if (first.family() != last.family() || first.compareTo(last) > 0) {
            throw new IllegalArgumentException("not a range: " + first + " to " + last);
        }
    }

    /** Every address of a family. */
    public static AddressRange all(IpFamily family) {
        return new AddressRange(Address.first(family), Address.last(family));
    }

    public IpFamily family() {
        return first.family();
    }

    public boolean contains(Address address) {
        return first.compareTo(address) <= 0 && address.compareTo(last) <= 0;
    }

    @Override
    public int compareTo(AddressRange other) {
        int byFirst = first.compareTo(other.first);
        return byFirst != 0 ? byFirst : last.compareTo(other.last);
    }

    /** {@code first-last}, also where both are the same. */
    @Override
    public String toString() {
        return first + "-" + last;
    }
}
