package dev.tierwall.core.policy;

import dev.tierwall.core.collect.Bits;
import dev.tierwall.core.collect.Chunks;
import dev.tierwall.core.collect.Ints;
import dev.tierwall.core.collect.PersistentMap;
import dev.tierwall.core.label.Selector;
import dev.tierwall.core.model.Peer.NamespaceMatch;
import dev.tierwall.core.model.Snapshot;
import dev.tierwall.core.net.Address;
import dev.tierwall.core.net.IpFamily;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

/** Finds which classes belong to which groups. Used once for one step between snapshots and thrown away. */
final class Membership {

    private final Snapshot facts;
    private final ClassTable classes;
    private Chunks<PeerGroup> groups;

    private final Map<Selector, Bits> byNamespaceSelector = new HashMap<>();
    private final Map<IpFamily, Occupied> occupied = new HashMap<>();

    Membership(Snapshot facts, ClassTable classes, Chunks<PeerGroup> groups) {
        this.facts = facts;
        this.classes = classes;
        this.groups = groups;
    }

    Chunks<PeerGroup> groups() {
        return groups;
    }

    /** Finds all members of some groups anew. */
    void evaluate(Collection<PeerGroup> some) {
        for (PeerGroup group : some) {
            switch (group.key()) {
                case GroupKey.Pods pods -> {
                    Bits members = classes.matching(pods.pods(), inNamespaces(pods.namespaces()));
                    set(group, members, members);
                }
                case GroupKey.Everyone everyone -> {}
                case GroupKey.Addresses a ->
                    set(group, byAddress(group, IpFamily.IPV4), byAddress(group, IpFamily.IPV6));
                case GroupKey.Nodes n -> set(group, byAddress(group, IpFamily.IPV4), byAddress(group, IpFamily.IPV6));
            }
        }
    }

    private void set(PeerGroup group, Bits ipv4, Bits ipv6) {
        groups = groups.with(group.id(), groups.get(group.id()).withMembers(ipv4, ipv6));
    }

    private Bits inNamespaces(NamespaceMatch namespaces) {
        return switch (namespaces) {
            case NamespaceMatch.Named(String name) -> classes.inNamespace(name);
            case NamespaceMatch.Matching(Selector selector) ->
                byNamespaceSelector.computeIfAbsent(selector, this::inNamespaces);
        };
    }

    private Bits inNamespaces(Selector selector) {
        Ints found = new Ints();
        for (PersistentMap.Entry<String, Bits> namespace : classes.byNamespace()) {
            if (selector.matches(facts.namespaceLabels(namespace.key()))) {
                namespace.value().forEach(found::add);
            }
        }
        return found.toBits();
    }

    private Bits byAddress(PeerGroup group, IpFamily family) {
        Bits known = occupied.computeIfAbsent(family, f -> new Occupied(classes, f))
                .within(group.addresses().only(family));
        return mayBeUnknown(group, family) ? known.union(unknownIn(group, family)) : known;
    }

    private static boolean mayBeUnknown(PeerGroup group, IpFamily family) {
        return group.addresses().coversAll(family)
                || (group.key() instanceof GroupKey.Nodes(Selector nodes) && nodes.isEverything());
    }

    /** Every node is meant: so are pods on the network of a node whose address is not known. */
    private Bits unknownIn(PeerGroup group, IpFamily family) {
        Ints found = new Ints();
        classes.in(family).forEach(id -> {
            if (isUnknownMember(group, classes.byId().get(id).key(), family)) {
                found.add(id);
            }
        });
        return found.toBits();
    }

    private static boolean isUnknownMember(PeerGroup group, ClassKey key, IpFamily family) {
        return key.place(family) instanceof Place.Unknown
                && (group.addresses().coversAll(family)
                        || (key.hostNetwork()
                                && group.key() instanceof GroupKey.Nodes(Selector nodes)
                                && nodes.isEverything()));
    }

    /** Takes classes that are gone out of the groups of the table before, and puts new classes into these. */
    void move(Bits dead, ClassTable before, Bits fresh, GroupTable table) {
        Map<Integer, Ints> leaving = new HashMap<>();
        dead.forEach(id -> table.candidatesFor(before.byId().get(id).key())
                .forEach(
                        group -> leaving.computeIfAbsent(group, g -> new Ints()).add(id)));
        leaving.forEach((id, members) -> {
            Bits gone = members.toBits();
            PeerGroup group = groups.get(id);
            set(group, group.ipv4().minus(gone), group.ipv6().minus(gone));
        });
        Map<Integer, Ints> ipv4 = new HashMap<>();
        Map<Integer, Ints> ipv6 = new HashMap<>();
        fresh.forEach(id -> {
            ClassKey key = classes.byId().get(id).key();
            table.candidatesFor(key).forEach(group -> {
                if (contains(groups.get(group), key, IpFamily.IPV4)) {
                    ipv4.computeIfAbsent(group, g -> new Ints()).add(id);
                }
                if (contains(groups.get(group), key, IpFamily.IPV6)) {
                    ipv6.computeIfAbsent(group, g -> new Ints()).add(id);
                }
            });
        });
        ipv4.forEach((id, members) -> {
            PeerGroup group = groups.get(id);
            set(group, group.ipv4().union(members.toBits()), group.ipv6());
        });
        ipv6.forEach((id, members) -> {
            PeerGroup group = groups.get(id);
            set(group, group.ipv4(), group.ipv6().union(members.toBits()));
        });
    }

    private boolean contains(PeerGroup group, ClassKey key, IpFamily family) {
        if (group.key() instanceof GroupKey.Pods pods) {
            return pods.matchesNamespace(key.namespace(), facts.namespaceLabels(key.namespace()))
                    && pods.pods().matches(key.labels());
        }
        return key.place(family) instanceof Place.At(Address start)
                ? group.addresses().contains(start)
                : isUnknownMember(group, key, family);
    }

    /** Puts the classes of a namespace whose labels changed into the groups that match it now, and out of the others. */
    void relabel(String namespace, GroupTable table) {
        Bits inside = classes.inNamespace(namespace);
        if (inside.isEmpty()) {
            return;
        }
        for (PersistentMap.Entry<GroupKey, Integer> entry : table.ids()) {
            if (entry.key() instanceof GroupKey.Pods pods
                    && pods.namespaces() instanceof NamespaceMatch.Matching(Selector selector)
                    && !selector.isEverything()) {
                PeerGroup group = groups.get(entry.value());
                Bits now = selector.matches(facts.namespaceLabels(namespace))
                        ? classes.matching(pods.pods(), inside)
                        : Bits.EMPTY;
                Bits members = group.members().minus(inside).union(now);
                set(group, members, members);
            }
        }
    }
}
