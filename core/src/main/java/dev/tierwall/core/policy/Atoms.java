package dev.tierwall.core.policy;

import dev.tierwall.core.collect.Bits;
import dev.tierwall.core.collect.PersistentMap;
import dev.tierwall.core.net.Address;
import dev.tierwall.core.net.AddressRange;
import dev.tierwall.core.net.AddressSet;
import dev.tierwall.core.net.IpFamily;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Both address families cut at every bound of every address set in use: no rule tells two addresses of one atom apart.
 * Atoms are numbered by their order within the family; what stays the same when others are cut is their first address.
 */
public final class Atoms {

    static final Atoms WHOLE = new Atoms(
            PersistentMap.empty(), List.of(Address.first(IpFamily.IPV4)), List.of(Address.first(IpFamily.IPV6)));

    /** How many address sets in use are bounded here. */
    private final PersistentMap<Address, Integer> uses;

    private final List<Address> ipv4;
    private final List<Address> ipv6;

    private Atoms(PersistentMap<Address, Integer> uses, List<Address> ipv4, List<Address> ipv6) {
        this.uses = uses;
        this.ipv4 = ipv4;
        this.ipv6 = ipv6;
    }

    private List<Address> starts(IpFamily family) {
        return family == IpFamily.IPV4 ? ipv4 : ipv6;
    }

    /** How many atoms a family has. */
    public int count(IpFamily family) {
        return starts(family).size();
    }

    /** The number of the atom that an address is in. */
    public int indexOf(Address address) {
        List<Address> starts = starts(address.family());
        int low = 0;
        int high = starts.size() - 1;
        while (low < high) {
            int middle = (low + high + 1) >>> 1;
            if (starts.get(middle).compareTo(address) <= 0) {
                low = middle;
            } else {
                high = middle - 1;
            }
        }
        return low;
    }

    /** The first address of the atom that an address is in. */
    public Address startOf(Address address) {
        return starts(address.family()).get(indexOf(address));
    }

    /** The addresses of one atom. */
    public AddressRange range(IpFamily family, int index) {
        List<Address> starts = starts(family);
        Address last =
                index + 1 < starts.size() ? starts.get(index + 1).previous().orElseThrow() : Address.last(family);
        return new AddressRange(starts.get(index), last);
    }

    /** The atoms that make up the part of an address set in one family; its bounds must be in use. */
    public Bits within(AddressSet set, IpFamily family) {
        Bits members = Bits.EMPTY;
        for (AddressRange range : set.ranges()) {
            if (range.family() == family) {
                members = members.union(Bits.range(indexOf(range.first()), indexOf(range.last()) + 1));
            }
        }
        return members;
    }

    /** The atoms after some address sets came into use and others went out of it. */
    Atoms with(Collection<AddressSet> added, Collection<AddressSet> removed) {
        PersistentMap<Address, Integer> next = uses;
        for (Address bound : bounds(added)) {
            next = next.with(bound, next.getOrDefault(bound, 0) + 1);
        }
        for (Address bound : bounds(removed)) {
            int left = next.getOrDefault(bound, 0) - 1;
            next = left == 0 ? next.without(bound) : next.with(bound, left);
        }
        Set<Address> fresh = new HashSet<>();
        for (Address bound : bounds(added)) {
            if (!uses.has(bound) && next.has(bound)) {
                fresh.add(bound);
            }
        }
        Set<Address> gone = new HashSet<>();
        for (Address bound : bounds(removed)) {
            if (uses.has(bound) && !next.has(bound)) {
                gone.add(bound);
            }
        }
        return new Atoms(next, cut(IpFamily.IPV4, fresh, gone), cut(IpFamily.IPV6, fresh, gone));
    }

    private List<Address> cut(IpFamily family, Set<Address> fresh, Set<Address> gone) {
        if (fresh.isEmpty() && gone.isEmpty()) {
            return starts(family);
        }
        List<Address> starts = new ArrayList<>(starts(family).size() + fresh.size());
        for (Address start : starts(family)) {
            if (!gone.contains(start)) {
                starts.add(start);
            }
        }
        for (Address start : fresh) {
            if (start.family() == family) {
                starts.add(start);
            }
        }
        starts.sort(Comparator.naturalOrder());
        return List.copyOf(starts);
    }

    /** The starts of those of these atoms that are not, or not as they are, among the next. */
    Set<Address> affected(Atoms next, Collection<AddressSet> changed) {
        Set<Address> affected = new HashSet<>();
        for (Address bound : bounds(changed)) {
            boolean was = uses.has(bound);
            if (was != next.uses.has(bound)) {
                affected.add(was ? bound : startOf(bound));
            }
        }
        return affected;
    }

    /** The addresses at which membership of a set changes; never the first of a family. */
    private static List<Address> bounds(Collection<AddressSet> sets) {
        List<Address> bounds = new ArrayList<>();
        for (AddressSet set : sets) {
            for (AddressRange range : set.ranges()) {
                if (range.first().previous().isPresent()) {
                    bounds.add(range.first());
                }
                range.last().next().ifPresent(bounds::add);
            }
        }
        return bounds;
    }

    @Override
    public boolean equals(Object other) {
        return this == other || (other instanceof Atoms atoms && uses.equals(atoms.uses));
    }

    @Override
    public int hashCode() {
        return uses.hashCode();
    }
}
