package dev.tierwall.core.policy;

import dev.tierwall.core.collect.Bits;
import dev.tierwall.core.collect.Ints;
import dev.tierwall.core.net.Address;
import dev.tierwall.core.net.AddressRange;
import dev.tierwall.core.net.AddressSet;
import dev.tierwall.core.net.IpFamily;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/** The atoms of one family that endpoints stand in, sorted, each with its classes. */
final class Occupied {

    private final Address[] starts;
    private final Bits[] classes;
    private final Bits all;
    private final AddressSet family;

    Occupied(ClassTable table, IpFamily family) {
        Map<Address, Ints> places = new HashMap<>();
        Ints known = new Ints();
        table.in(family).forEach(id -> {
            if (table.byId().get(id).key().place(family) instanceof Place.At(Address start)) {
                places.computeIfAbsent(start, s -> new Ints()).add(id);
                known.add(id);
            }
        });
        this.family = AddressSet.all(family);
        this.all = known.toBits();
        this.starts = places.keySet().stream().sorted().toArray(Address[]::new);
        this.classes = Arrays.stream(starts)
                .map(start -> places.getOrDefault(start, new Ints()).toBits())
                .toArray(Bits[]::new);
    }

    /** The classes in the atoms of a set of that family: adds up what is inside, or takes away what is outside. */
    Bits within(AddressSet set) {
        return count(set) <= starts.length / 2 ? sum(set) : all.minus(sum(family.minus(set)));
    }

    private int count(AddressSet set) {
        int count = 0;
        for (AddressRange range : set.ranges()) {
            count += end(range) - begin(range);
        }
        return count;
    }

    private Bits sum(AddressSet set) {
        Bits sum = Bits.EMPTY;
        for (AddressRange range : set.ranges()) {
            int end = end(range);
            for (int i = begin(range); i < end; i++) {
                sum = sum.union(classes[i]);
            }
        }
        return sum;
    }

    private int begin(AddressRange range) {
        int at = Arrays.binarySearch(starts, range.first());
        return at < 0 ? -at - 1 : at;
    }

    private int end(AddressRange range) {
        int at = Arrays.binarySearch(starts, range.last());
        return at < 0 ? -at - 1 : at + 1;
    }
}
