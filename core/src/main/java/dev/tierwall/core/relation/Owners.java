package dev.tierwall.core.relation;

import dev.tierwall.core.collect.Bits;
import dev.tierwall.core.collect.PersistentMap;
import dev.tierwall.core.model.ObjectKey;
import dev.tierwall.core.model.Pod;
import dev.tierwall.core.net.Address;
import dev.tierwall.core.net.IpFamily;
import dev.tierwall.core.policy.CompiledPolicy;
import dev.tierwall.core.policy.EndpointClass;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiConsumer;

/** Who has which address of one family: normally one pod an address, by mistake several. */
public final class Owners {

    /**
     * One of the pods that have an address.
     *
     * @param pod its name
     * @param endpointClass the number of its class
     * @param isLocal whether it runs on the node in question, on a network of its own
     */
    public record Owner(ObjectKey pod, int endpointClass, boolean isLocal) {}

    private final PersistentMap<Address, List<Owner>> byAddress;

    private Owners(PersistentMap<Address, List<Owner>> byAddress) {
        this.byAddress = byAddress;
    }

    static Owners of(CompiledPolicy policy, String node, IpFamily family) {
        Map<Address, List<Owner>> found = new HashMap<>();
        policy.liveClasses().forEach(id -> {
            EndpointClass some = policy.endpointClass(id);
            if (some.key().isIn(family)) {
                for (Pod pod : some.members().values()) {
                    Owner owner = owner(pod, id, node);
                    policy.addressesOf(pod).stream()
                            .filter(address -> address.family() == family)
                            .distinct()
                            .forEach(address -> found.computeIfAbsent(address, a -> new ArrayList<>(1))
                                    .add(owner));
                }
            }
        });
        found.replaceAll((address, owners) -> List.copyOf(owners));
        return new Owners(PersistentMap.of(found));
    }

    public static Owner owner(Pod pod, int endpointClass, String node) {
        boolean local = !pod.hostNetwork() && pod.node().equals(Optional.of(node));
        return new Owner(pod.key(), endpointClass, local);
    }

    public Owners with(Address address, Owner owner) {
        List<Owner> more = new ArrayList<>(byAddress.getOrDefault(address, List.of()));
        more.add(owner);
        return new Owners(byAddress.with(address, List.copyOf(more)));
    }

    public Owners without(Address address, Owner owner) {
        List<Owner> rest = new ArrayList<>(byAddress.getOrDefault(address, List.of()));
        rest.remove(owner);
        return new Owners(rest.isEmpty() ? byAddress.without(address) : byAddress.with(address, List.copyOf(rest)));
    }

    /** The classes of those who have an address. */
    public Bits classes(Address address) {
        return classes(byAddress.getOrDefault(address, List.of()));
    }

    private static Bits classes(List<Owner> owners) {
        Bits classes = Bits.EMPTY;
        for (Owner owner : owners) {
            classes = classes.with(owner.endpointClass);
        }
        return classes;
    }

    /** The classes of the local pods that have an address. */
    public Bits localClasses(Address address) {
        return classes(byAddress.getOrDefault(address, List.of()).stream()
                .filter(Owner::isLocal)
                .toList());
    }

    public boolean isLocal(Address address) {
        return byAddress.getOrDefault(address, List.of()).stream().anyMatch(Owner::isLocal);
    }

    /** What happened to an address. */
    public enum Change {
        /** Nobody had it, and now local pods have. */
        CAME,
        /** Local pods had it, and now nobody has. */
        WENT,
        OTHER
    }

    public static Change change(Address address, Owners before, Owners now) {
        List<Owner> old = before.byAddress.getOrDefault(address, List.of());
        List<Owner> current = now.byAddress.getOrDefault(address, List.of());
        if (old.isEmpty() && current.stream().allMatch(Owner::isLocal)) {
            return Change.CAME;
        }
        return current.isEmpty() && old.stream().allMatch(Owner::isLocal) ? Change.WENT : Change.OTHER;
    }

    /** Whether an address has owners of the same classes here and there. */
    public boolean alike(Address address, Owners other) {
        return classes(address).equals(other.classes(address))
                && localClasses(address).equals(other.localClasses(address));
    }

    /** The addresses of local pods, in order. */
    Iterable<Address> local() {
        TreeSet<Address> local = new TreeSet<>();
        for (PersistentMap.Entry<Address, List<Owner>> entry : byAddress) {
            if (entry.value().stream().anyMatch(Owner::isLocal)) {
                local.add(entry.key());
            }
        }
        return local;
    }

    /** Gives each address, in order, with the classes of those who have it. */
    void forEach(BiConsumer<Address, Bits> visitor) {
        TreeMap<Address, Bits> sorted = new TreeMap<>();
        byAddress.forEach(entry -> sorted.put(entry.key(), classes(entry.value())));
        sorted.forEach(visitor);
    }
}
