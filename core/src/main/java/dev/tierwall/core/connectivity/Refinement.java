package dev.tierwall.core.connectivity;

import dev.tierwall.core.net.Address;
import dev.tierwall.core.net.AddressRange;
import dev.tierwall.core.net.AddressSet;
import dev.tierwall.core.policy.CompiledPolicy;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/** The coarsest partition of outside addresses that is at least as fine as each of two, found by one sweep. */
final class Refinement {

    private static final int NOWHERE = -1;

    private record Both(int first, int second) {}

    private Refinement() {}

    /**
     * The common refinement. Addresses that are outside on one side only are blocks of their own, unless endpoints have
     * them there too.
     */
    static List<AddressSet> of(
            List<AddressSet> first, CompiledPolicy before, List<AddressSet> second, CompiledPolicy after) {
        if (first.equals(second)) {
            return first;
        }
        NavigableMap<Address, Integer> firstAt = starts(first);
        NavigableMap<Address, Integer> secondAt = starts(second);
        TreeSet<Address> bounds = new TreeSet<>(firstAt.keySet());
        bounds.addAll(secondAt.keySet());
        Map<Both, List<AddressRange>> cells = new LinkedHashMap<>();
        for (Address bound : bounds) {
            Both both = new Both(at(firstAt, bound), at(secondAt, bound));
            Optional<Address> next =
                    Optional.ofNullable(bounds.higher(bound)).filter(higher -> higher.family() == bound.family());
            Address last = next.flatMap(Address::previous).orElse(Address.last(bound.family()));
            AddressRange range = new AddressRange(bound, last);
            boolean outside = both.first() == NOWHERE
                    ? both.second() != NOWHERE && !onlyEndpoints(after, range)
                    : both.second() != NOWHERE || !onlyEndpoints(before, range);
            if (outside) {
                cells.computeIfAbsent(both, b -> new ArrayList<>()).add(range);
            }
        }
        return cells.values().stream().map(AddressSet::new).toList();
    }

    /** The cell that begins at each address, NOWHERE where none goes on. */
    private static NavigableMap<Address, Integer> starts(List<AddressSet> cells) {
        TreeMap<Address, Integer> starts = new TreeMap<>();
        for (int cell = 0; cell < cells.size(); cell++) {
            for (AddressRange range : cells.get(cell).ranges()) {
                starts.put(range.first(), cell);
                range.last().next().ifPresent(after -> starts.putIfAbsent(after, NOWHERE));
            }
        }
        return starts;
    }

    private static int at(NavigableMap<Address, Integer> starts, Address address) {
        Map.Entry<Address, Integer> floor = starts.floorEntry(address);
        return floor == null || floor.getKey().family() != address.family() ? NOWHERE : floor.getValue();
    }

    /** Whether every address of a range belongs to an endpoint; stops at the first that does not. */
    private static boolean onlyEndpoints(CompiledPolicy policy, AddressRange range) {
        Optional<Address> address = Optional.of(range.first());
        while (address.isPresent() && range.contains(address.get())) {
            if (policy.ownersOf(address.get()).isEmpty()) {
                return false;
            }
            address = address.get().next();
        }
        return true;
    }
}
