package dev.tierwall.agent.node;

import dev.tierwall.core.collect.PersistentMap;
import dev.tierwall.core.model.Pod;
import dev.tierwall.core.net.Address;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Which running pods have which address of their own: one, or by mistake several. Immutable. */
public final class Inhabitants {

    static final Inhabitants NOBODY = new Inhabitants(PersistentMap.empty());

    private final PersistentMap<Address, List<Pod>> byAddress;

    private Inhabitants(PersistentMap<Address, List<Pod>> byAddress) {
        this.byAddress = byAddress;
    }

    List<Pod> of(Address address) {
        return byAddress.getOrDefault(address, List.of());
    }

    /** The same after a pod has changed; notes the addresses that nobody has any more. */
    Inhabitants with(Optional<Pod> before, Optional<Pod> after, Set<Address> left) {
        List<Address> old = addresses(before);
        List<Address> now = addresses(after);
        PersistentMap<Address, List<Pod>> next = byAddress;
        for (Address address : old) {
            List<Pod> others = new ArrayList<>(next.getOrDefault(address, List.of()));
            others.removeIf(pod -> pod.key().equals(before.orElseThrow().key()));
            next = others.isEmpty() ? next.without(address) : next.with(address, List.copyOf(others));
            if (!now.contains(address) && others.isEmpty()) {
                left.add(address);
            }
        }
        for (Address address : now) {
            List<Pod> all = new ArrayList<>(next.getOrDefault(address, List.of()));
            all.addFirst(after.orElseThrow());
            next = next.with(address, List.copyOf(all));
        }
        return new Inhabitants(next);
    }

    /** The addresses that are a pod's alone; on the host's network it has none. */
    static List<Address> addresses(Optional<Pod> pod) {
        return pod.filter(one -> one.isEndpoint() && !one.hostNetwork() && !one.isTemplate())
                .map(Pod::addresses)
                .orElse(List.of());
    }
}
