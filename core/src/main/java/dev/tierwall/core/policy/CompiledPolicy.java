package dev.tierwall.core.policy;

import dev.tierwall.core.collect.Bits;
import dev.tierwall.core.collect.Ints;
import dev.tierwall.core.model.Direction;
import dev.tierwall.core.model.ObjectKey;
import dev.tierwall.core.model.Pod;
import dev.tierwall.core.model.Snapshot;
import dev.tierwall.core.net.Address;
import dev.tierwall.core.net.IpFamily;
import dev.tierwall.core.net.Protocol;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A snapshot compiled: classes of endpoints, groups of peers, and for each class the policies that select it. Immutable
 * to its readers, who may be many; blocks are folded when they are first asked for, and kept.
 */
public final class CompiledPolicy {

    /** The empty snapshot, compiled. */
    public static final CompiledPolicy NOTHING = new CompiledPolicy(
            Snapshot.EMPTY,
            Vocabulary.EMPTY,
            ClassTable.EMPTY,
            GroupTable.EMPTY,
            PolicyTable.EMPTY,
            SubjectTable.EMPTY,
            new BlockCache(0));

    private final Snapshot snapshot;
    private final Vocabulary vocabulary;
    private final ClassTable classes;
    private final GroupTable groups;
    private final PolicyTable policies;
    private final SubjectTable subjects;

    private final BlockCache cache;
    private final Map<Address, List<Pod>> owners = new ConcurrentHashMap<>();

    CompiledPolicy(
            Snapshot snapshot,
            Vocabulary vocabulary,
            ClassTable classes,
            GroupTable groups,
            PolicyTable policies,
            SubjectTable subjects,
            BlockCache cache) {
        this.snapshot = snapshot;
        this.vocabulary = vocabulary;
        this.classes = classes;
        this.groups = groups;
        this.policies = policies;
        this.subjects = subjects;
        this.cache = cache;
    }

    /** The facts that were compiled. */
    public Snapshot snapshot() {
        return snapshot;
    }

    Vocabulary vocabulary() {
        return vocabulary;
    }

    ClassTable classes() {
        return classes;
    }

    GroupTable groups() {
        return groups;
    }

    PolicyTable policies() {
        return policies;
    }

    SubjectTable subjects() {
        return subjects;
    }

    BlockCache cache() {
        return cache;
    }

    /** How the addresses are cut. */
    public Atoms atoms() {
        return vocabulary.atoms();
    }

    /** The numbers of all classes. */
    public Bits liveClasses() {
        return classes.live();
    }

    /** The class of a number that is live. */
    public EndpointClass endpointClass(int id) {
        return classes.byId().get(id);
    }

    /** The class of an endpoint; empty if the pod is unknown or no endpoint. */
    public Optional<EndpointClass> classOf(ObjectKey pod) {
        return classes.classOf().get(pod).map(classes.byId()::get);
    }

    /**
     * Whether this followed from another, or that from this, by steps that only moved members between classes that were
     * there before and still are: then whatever one says of a class holds of it in the other.
     */
    public boolean differsOnlyInMembers(CompiledPolicy other) {
        return cache == other.cache;
    }

    /** The policies that select a class in one direction. */
    public SubjectClass subject(int endpointClass, Direction direction) {
        return subjects.of(endpointClass, direction);
    }

    /** The compiled form of a written policy. */
    public Optional<PolicyRules> rules(ObjectKey policy) {
        return policies.byKey().get(policy);
    }

    /** The group of a number that some rule refers to. */
    public PeerGroup group(int id) {
        return groups.byId().get(id);
    }

    /** Every peer that there can be in one family. */
    public PeerSet universe(IpFamily family) {
        return new PeerSet(classes.in(family), Bits.range(0, atoms().count(family)));
    }

    /** The members of a group among the peers of one family. */
    public PeerSet peers(int group, IpFamily family) {
        if (group == GroupTable.EVERYONE) {
            return universe(family);
        }
        PeerGroup members = group(group);
        return new PeerSet(
                members.members(family).intersect(classes.in(family)), atoms().within(members.addresses(), family));
    }

    /** What a class allows with whom on its side: blocks that are disjoint and leave no peer of the family out. */
    public List<Block> blocks(int endpointClass, Direction direction, IpFamily family) {
        List<Block> known = cache.get(endpointClass, direction, family);
        if (known != null) {
            return known;
        }
        SubjectClass rules = subject(endpointClass, direction);
        ClassKey key = endpointClass(endpointClass).key();
        boolean ownNamesCount = direction == Direction.INGRESS && rules.namesPorts();
        BlockCache.Subject subject = new BlockCache.Subject(rules, family, ownNamesCount ? key.ports() : List.of());
        List<Block> blocks = cache.shared(subject, () -> Folding.fold(this, rules, family, key));
        cache.put(endpointClass, direction, family, blocks);
        return blocks;
    }

    /** The classes whose members have a port of this name and protocol, by the port's number. */
    Map<Integer, Bits> classesByPort(String name, Protocol protocol) {
        return cache.byPort(new BlockCache.Port(name, protocol), () -> {
            Map<Integer, Ints> found = new HashMap<>();
            liveClasses()
                    .forEach(id -> endpointClass(id)
                            .key()
                            .port(name, protocol)
                            .ifPresent(number -> found.computeIfAbsent(number, n -> new Ints())
                                    .add(id)));
            Map<Integer, Bits> bits = new HashMap<>();
            found.forEach((number, ids) -> bits.put(number, ids.toBits()));
            return bits;
        });
    }

    /** The running pods that have an address: one, or by mistake several, or none. */
    public List<Pod> ownersOf(Address address) {
        if (owners.isEmpty()) {
            Map<Address, List<Pod>> found = new HashMap<>();
            for (Pod pod : snapshot.pods().values()) {
                if (pod.isEndpoint()) {
                    for (Address own : addressesOf(pod)) {
                        found.computeIfAbsent(own, a -> new ArrayList<>()).add(pod);
                    }
                }
            }
            owners.putAll(found);
        }
        return owners.getOrDefault(address, List.of());
    }

    /** The addresses that an endpoint has: on the host's network those of its node, unless its own are known. */
    public List<Address> addressesOf(Pod pod) {
        return Vocabulary.addressesOf(pod, snapshot);
    }

    /** Equal if the facts are, and all that was derived from them, whatever the numbers of classes and groups. */
    @Override
    public boolean equals(Object other) {
        return this == other
                || (other instanceof CompiledPolicy compiled
                        && snapshot.equals(compiled.snapshot)
                        && Derived.of(this).equals(Derived.of(compiled)));
    }

    @Override
    public int hashCode() {
        return snapshot.hashCode();
    }
}
