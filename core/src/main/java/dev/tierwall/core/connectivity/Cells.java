package dev.tierwall.core.connectivity;

import dev.tierwall.core.collect.Bits;
import dev.tierwall.core.connectivity.Sides.Side;
import dev.tierwall.core.model.Pod;
import dev.tierwall.core.net.Address;
import dev.tierwall.core.net.AddressRange;
import dev.tierwall.core.net.AddressSet;
import dev.tierwall.core.net.IpFamily;
import dev.tierwall.core.policy.Block;
import dev.tierwall.core.policy.CompiledPolicy;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The addresses outside the cluster in the coarsest partition that tells apart whatever some workload treats
 * differently. Atoms that consist of addresses of known endpoints are not outside.
 */
final class Cells {

    private final List<AddressSet> addresses = new ArrayList<>();
    private final int[] byAtom;

    Cells(CompiledPolicy policy, IpFamily family, Relation relation) {
        int[] cell = new int[policy.atoms().count(family)];
        int used = 1;
        for (Sides sides : List.of(relation.sources(), relation.destinations())) {
            for (Side side : sides.all()) {
                for (Block block : side.open()) {
                    used = refine(cell, block.peers().atoms(), used);
                }
            }
        }
        this.byAtom = number(policy, family, cell);
    }

    /** Splits every cell that has atoms inside the set and outside it; the numbers in use grow. */
    private static int refine(int[] cell, Bits inside, int used) {
        if (inside.isEmpty() || inside.equals(Bits.range(0, cell.length))) {
            return used;
        }
        Map<Integer, Integer> moved = new HashMap<>();
        int next = used;
        for (int atom = inside.next(0); atom >= 0; atom = inside.next(atom + 1)) {
            Integer to = moved.get(cell[atom]);
            if (to == null) {
                to = next++;
                moved.put(cell[atom], to);
            }
            cell[atom] = to;
        }
        return next;
    }

    private int[] number(CompiledPolicy policy, IpFamily family, int[] cell) {
        boolean[] owned = owned(policy, family, cell.length);
        Map<Integer, Integer> numbers = new LinkedHashMap<>();
        Map<Integer, List<AddressRange>> ranges = new LinkedHashMap<>();
        int[] out = new int[cell.length];
        for (int atom = 0; atom < cell.length; atom++) {
            if (owned[atom]) {
                out[atom] = -1;
                continue;
            }
            out[atom] = numbers.computeIfAbsent(cell[atom], c -> numbers.size());
            ranges.computeIfAbsent(cell[atom], c -> new ArrayList<>())
                    .add(policy.atoms().range(family, atom));
        }
        ranges.values().forEach(list -> addresses.add(new AddressSet(list)));
        return out;
    }

    /** Which atoms hold addresses of known endpoints and no other. */
    private static boolean[] owned(CompiledPolicy policy, IpFamily family, int atoms) {
        int[] endpoints = new int[atoms];
        for (Pod pod : policy.snapshot().pods().values()) {
            if (pod.isEndpoint()) {
                for (Address address : policy.addressesOf(pod)) {
                    if (address.family() == family) {
                        endpoints[policy.atoms().indexOf(address)]++;
                    }
                }
            }
        }
        boolean[] owned = new boolean[atoms];
        for (int atom = 0; atom < atoms; atom++) {
            owned[atom] =
                    endpoints[atom] > 0 && onlyEndpoints(policy, policy.atoms().range(family, atom), endpoints[atom]);
        }
        return owned;
    }

    /** A range of more addresses than there are endpoints in it cannot be theirs alone. */
    private static boolean onlyEndpoints(CompiledPolicy policy, AddressRange range, int endpoints) {
        long last = range.last().low() - range.first().low();
        if (last < 0
                || last >= endpoints
                || range.first().high() != range.last().high()) {
            return false;
        }
        Optional<Address> address = Optional.of(range.first());
        for (int i = 0; i < endpoints && address.isPresent(); i++) {
            if (policy.ownersOf(address.get()).isEmpty()) {
                return false;
            }
            if (address.get().equals(range.last())) {
                return true;
            }
            address = address.get().next();
        }
        return false;
    }

    /** The addresses of each cell. */
    List<AddressSet> addresses() {
        return addresses;
    }

    /** The cell of each atom; -1 for atoms that are not outside. */
    int[] byAtom() {
        return byAtom;
    }
}
