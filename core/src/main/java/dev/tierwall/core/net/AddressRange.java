package dev.tierwall.core.net;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

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

    /** The fewest blocks that make up the range, in their order. */
    public List<Cidr> blocks() {
        List<Cidr> blocks = new ArrayList<>();
        Optional<Address> from = Optional.of(first);
        while (from.isPresent() && from.get().compareTo(last) <= 0) {
            Cidr block = Cidr.of(from.get());
            while (block.prefix() > 0) {
                Cidr wider = new Cidr(block.base(), block.prefix() - 1);
                if (!wider.base().equals(from.get()) || wider.range().last().compareTo(last) > 0) {
                    break;
                }
                block = wider;
            }
            blocks.add(block);
            from = block.range().last().next();
        }
        return blocks;
    }
}
