package dev.tierwall.core.net;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Any set of addresses of both families, kept as sorted ranges that neither touch nor overlap, so that equal sets are
 * equal objects.
 *
 * @param ranges the ranges, IPv4 first
 */
public record AddressSet(List<AddressRange> ranges) {

    public static final AddressSet EMPTY = new AddressSet(List.of());

    /** Every address of both families. */
    public static final AddressSet ALL =
            new AddressSet(List.of(AddressRange.all(IpFamily.IPV4), AddressRange.all(IpFamily.IPV6)));

    public AddressSet {
        ranges = merged(ranges);
    }

    public static AddressSet of(AddressRange range) {
        return new AddressSet(List.of(range));
    }

    public static AddressSet all(IpFamily family) {
        return of(AddressRange.all(family));
    }

    /** The addresses of the blocks, less those of the exceptions. */
    public static AddressSet of(Collection<Cidr> blocks, Collection<Cidr> except) {
        AddressSet inside = new AddressSet(blocks.stream().map(Cidr::range).toList());
        return except.isEmpty()
                ? inside
                : inside.minus(new AddressSet(except.stream().map(Cidr::range).toList()));
    }

    private static List<AddressRange> merged(List<AddressRange> input) {
        if (input.size() < 2) {
            return List.copyOf(input);
        }
        List<AddressRange> sorted = new ArrayList<>(input);
        sorted.sort(Comparator.naturalOrder());
        List<AddressRange> out = new ArrayList<>(sorted.size());
        AddressRange open = sorted.get(0);
        for (AddressRange next : sorted.subList(1, sorted.size())) {
            if (joins(open, next)) {
                open = next.last().compareTo(open.last()) > 0 ? new AddressRange(open.first(), next.last()) : open;
            } else {
                out.add(open);
                open = next;
            }
        }
        out.add(open);
        return List.copyOf(out);
    }

    private static boolean joins(AddressRange left, AddressRange right) {
        if (left.family() != right.family()) {
            return false;
        }
        return right.first().compareTo(left.last()) <= 0 || left.last().next().equals(Optional.of(right.first()));
    }

    public boolean isEmpty() {
        return ranges.isEmpty();
    }

    public boolean contains(Address address) {
        int low = 0;
        int high = ranges.size() - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            AddressRange range = ranges.get(middle);
            if (range.last().compareTo(address) < 0) {
                low = middle + 1;
            } else if (range.first().compareTo(address) > 0) {
                high = middle - 1;
            } else {
                return true;
            }
        }
        return false;
    }

    /** Whether the set holds every address of a family. */
    public boolean coversAll(IpFamily family) {
        return ranges.contains(AddressRange.all(family));
    }

    /** The part of the set that belongs to one family. */
    public AddressSet only(IpFamily family) {
        return new AddressSet(
                ranges.stream().filter(range -> range.family() == family).toList());
    }

    public AddressSet union(AddressSet other) {
        List<AddressRange> both = new ArrayList<>(ranges);
        both.addAll(other.ranges);
        return new AddressSet(both);
    }

    public AddressSet intersect(AddressSet other) {
        List<AddressRange> out = new ArrayList<>();
        int i = 0;
        int j = 0;
        while (i < ranges.size() && j < other.ranges.size()) {
            AddressRange a = ranges.get(i);
            AddressRange b = other.ranges.get(j);
            Address first = a.first().compareTo(b.first()) >= 0 ? a.first() : b.first();
            Address last = a.last().compareTo(b.last()) <= 0 ? a.last() : b.last();
            if (first.compareTo(last) <= 0) {
                out.add(new AddressRange(first, last));
            }
            if (a.last().compareTo(b.last()) < 0) {
                i++;
            } else {
                j++;
            }
        }
        return new AddressSet(out);
    }

    public AddressSet minus(AddressSet other) {
        return intersect(other.complement());
    }

    /** The addresses of both families that are not in this set. */
    public AddressSet complement() {
        List<AddressRange> out = new ArrayList<>();
        for (IpFamily family : IpFamily.values()) {
            Optional<Address> from = Optional.of(Address.first(family));
            for (AddressRange range : ranges) {
                if (range.family() != family) {
                    continue;
                }
                Address start = from.orElseThrow();
                range.first()
                        .previous()
                        .filter(end -> start.compareTo(end) <= 0)
                        .ifPresent(end -> out.add(new AddressRange(start, end)));
                from = range.last().next();
            }
            from.ifPresent(start -> out.add(new AddressRange(start, Address.last(family))));
        }
        return new AddressSet(out);
    }

    @Override
    public String toString() {
        return ranges.toString();
    }
}
