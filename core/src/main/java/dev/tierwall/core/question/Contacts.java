package dev.tierwall.core.question;

import dev.tierwall.core.connectivity.Families;
import dev.tierwall.core.model.Direction;
import dev.tierwall.core.model.ObjectKey;
import dev.tierwall.core.model.Pod;
import dev.tierwall.core.naming.Meaning;
import dev.tierwall.core.net.AddressSet;
import dev.tierwall.core.net.ConnectionSet;
import dev.tierwall.core.net.IpFamily;
import dev.tierwall.core.policy.CompiledPolicy;
import dev.tierwall.core.policy.EndpointClass;
import dev.tierwall.core.verdict.End;
import dev.tierwall.core.verdict.Verdicts;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * With whom a pod may connect as things are, both sides considered: every workload of the cluster and every address
 * outside. What a node opens to its own pods, and a pod to itself, is left out.
 *
 * @param all those who may, grouped by what they may open; workloads before addresses
 * @param outside all addresses outside the cluster, whether they may or not
 */
public record Contacts(List<Contact> all, AddressSet outside) {

    /**
     * Others who share the same connections.
     *
     * @param connections what they may open to the pod, or it to them; never empty
     * @param workloads the workloads among them
     * @param addresses the addresses outside the cluster among them
     * @param only the one family it is true of, where the workloads' families differ
     * @param everybody whether that is everybody there is
     */
    public record Contact(
            ConnectionSet connections,
            SortedSet<ObjectKey> workloads,
            AddressSet addresses,
            Optional<IpFamily> only,
            boolean everybody) {}

    private record Key(ConnectionSet connections, Optional<IpFamily> only) {}

    public Contacts {
        all = List.copyOf(all);
    }

    /** Those who may open connections to an endpoint, or to whom it may. */
    public static Contacts of(CompiledPolicy policy, Pod pod, Direction direction) {
        Search contacts = new Search(policy, pod, direction);
        EndpointClass own = policy.classOf(pod.key()).orElseThrow();
        for (IpFamily family : Families.of(policy.snapshot())) {
            if (own.key().isIn(family)) {
                contacts.addWorkloads(family);
                contacts.addOutside(family);
            }
        }
        return new Contacts(contacts.grouped(), contacts.outside);
    }

    private static final class Search {
        private final CompiledPolicy policy;
        private final Pod pod;
        private final Direction direction;
        private final Map<ObjectKey, Map<IpFamily, ConnectionSet>> byWorkload = new TreeMap<>();
        private final Map<ConnectionSet, AddressSet> addresses = new LinkedHashMap<>();
        private AddressSet outside = AddressSet.EMPTY;

        private Search(CompiledPolicy policy, Pod pod, Direction direction) {
            this.policy = policy;
            this.pod = pod;
            this.direction = direction;
        }

        private void addWorkloads(IpFamily family) {
            policy.liveClasses().forEach(id -> {
                EndpointClass others = policy.endpointClass(id);
                if (others.key().isIn(family)) {
                    other(others).ifPresent(peer -> {
                        ConnectionSet allowed = allowed(new End.OfPod(peer), family);
                        for (Pod member : others.members().values()) {
                            if (!member.key().equals(pod.key()) || member.isTemplate()) {
                                byWorkload
                                        .computeIfAbsent(member.workload(), workload -> new EnumMap<>(IpFamily.class))
                                        .merge(family, allowed, ConnectionSet::union);
                            }
                        }
                    });
                }
            });
        }

        /** One of a class that is not the pod itself, nor its own node. */
        private Optional<Pod> other(EndpointClass others) {
            for (Pod member : others.members().values()) {
                if (!isLeftOut(member)) {
                    return Optional.of(member);
                }
            }
            return Optional.empty();
        }

        private boolean isLeftOut(Pod member) {
            boolean itself = member.key().equals(pod.key()) && !member.isTemplate();
            boolean ownNode = direction == Direction.INGRESS
                    && member.hostNetwork()
                    && member.node().isPresent()
                    && member.node().equals(pod.node());
            return itself || ownNode;
        }

        private void addOutside(IpFamily family) {
            for (Member member : Blocks.members(policy, new Meaning.Many("", AddressSet.all(family), true))) {
                if (member instanceof Member.OfAddresses some) {
                    outside = outside.union(some.addresses());
                    ConnectionSet allowed = allowed(some.end(), family);
                    if (!allowed.isEmpty()) {
                        addresses.merge(allowed, some.addresses(), AddressSet::union);
                    }
                }
            }
        }

        private ConnectionSet allowed(End peer, IpFamily family) {
            End own = new End.OfPod(pod);
            return direction == Direction.INGRESS
                    ? Verdicts.allowed(policy, peer, own, family)
                    : Verdicts.allowed(policy, own, peer, family);
        }

        private List<Contact> grouped() {
            Map<Key, SortedSet<ObjectKey>> groups = new LinkedHashMap<>();
            byWorkload.forEach((workload, inFamilies) -> {
                boolean same = inFamilies.values().stream().distinct().count() == 1;
                inFamilies.forEach((family, allowed) -> {
                    if (!allowed.isEmpty()) {
                        Key key = new Key(allowed, same ? Optional.empty() : Optional.of(family));
                        groups.computeIfAbsent(key, k -> new TreeSet<>()).add(workload);
                    }
                });
            });
            addresses
                    .keySet()
                    .forEach(allowed ->
                            groups.computeIfAbsent(new Key(allowed, Optional.empty()), k -> new TreeSet<>()));
            List<Contact> contacts = new ArrayList<>();
            groups.forEach((key, workloads) -> {
                AddressSet reached = key.only().isPresent()
                        ? AddressSet.EMPTY
                        : addresses.getOrDefault(key.connections(), AddressSet.EMPTY);
                boolean everybody = workloads.size() == byWorkload.size() && reached.equals(outside);
                contacts.add(new Contact(key.connections(), workloads, reached, key.only(), everybody));
            });
            contacts.sort(Comparator.comparing(contact -> contact.workloads().isEmpty()));
            return contacts;
        }
    }
}
