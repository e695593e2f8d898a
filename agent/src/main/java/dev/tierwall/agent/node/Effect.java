package dev.tierwall.agent.node;

import dev.tierwall.core.net.Address;
import dev.tierwall.core.net.ConnectionSet;
import dev.tierwall.core.nft.ElementKey;
import dev.tierwall.core.nft.NftDelta;
import dev.tierwall.core.nft.NftProgram;
import dev.tierwall.core.nft.NftSet;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * What a step between two programs does to connections.
 *
 * @param closes whether it denies something that was allowed before: a pod comes under policy, or may less than it could
 * @param ends the addresses whose connections may be judged otherwise now
 * @param everywhere whether any connection may be: the rest of the world is cut in other pieces
 */
record Effect(boolean closes, Set<Address> ends, boolean everywhere) {

    static Effect of(NftProgram from, NftProgram to, NftDelta delta) {
        Set<Address> ends = new HashSet<>();
        boolean closes = false;
        boolean everywhere = false;
        for (NftSet set : NftSet.values()) {
            Map<ElementKey, Integer> added = delta.added(set);
            Map<ElementKey, Integer> removed = delta.removed(set);
            if (added.isEmpty() && removed.isEmpty()) {
                continue;
            }
            added.keySet().forEach(key -> addTo(ends, key));
            removed.keySet().forEach(key -> addTo(ends, key));
            switch (set.kind()) {
                case SUBJ -> closes |= !added.isEmpty();
                case REL, REST, SELF ->
                    closes |= added.entrySet().stream()
                            .anyMatch(one -> removed.containsKey(one.getKey())
                                    && !meaning(to, one.getValue())
                                            .containsAll(meaning(from, removed.get(one.getKey()))));
                case ATOM -> everywhere = true;
                default -> {}
            }
        }
        return new Effect(closes, ends, everywhere);
    }

    private static void addTo(Set<Address> ends, ElementKey key) {
        switch (key) {
            case ElementKey.Single(Address address) -> ends.add(address);
            case ElementKey.Cell(Address subject, int peer) -> ends.add(subject);
            default -> {}
        }
    }

    private static ConnectionSet meaning(NftProgram program, int number) {
        return program.connections().getOrDefault(number, ConnectionSet.NONE);
    }
}
