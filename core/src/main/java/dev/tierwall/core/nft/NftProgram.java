package dev.tierwall.core.nft;

import dev.tierwall.core.collect.PersistentMap;
import dev.tierwall.core.net.ConnectionSet;
import dev.tierwall.core.net.IpFamily;
import dev.tierwall.core.policy.CompiledPolicy;
import dev.tierwall.core.relation.FamilyRelation;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the kernel of one node is to hold: the elements of every set of the table. Immutable. A program is always made
 * after another, because its numbers must not take on another meaning while packets are on their way.
 */
public final class NftProgram {

    /** The program of a node without pods; what precedes the first. */
    public static final NftProgram EMPTY =
            new NftProgram(0, new EnumMap<>(NftSet.class), Map.of(), 0, Optional.empty());

    private final int generation;
    private final EnumMap<NftSet, PersistentMap<ElementKey, Integer>> elements;
    private final Map<Integer, ConnectionSet> connections;
    private final Map<ConnectionSet, Integer> ids;
    private final int lastId;
    private final Optional<Basis> basis;

    private NftProgram(
            int generation,
            EnumMap<NftSet, PersistentMap<ElementKey, Integer>> elements,
            Map<Integer, ConnectionSet> connections,
            int lastId,
            Optional<Basis> basis) {
        this.generation = generation;
        this.elements = elements;
        this.connections = connections;
        this.ids = new HashMap<>();
        connections.forEach((id, set) -> ids.put(set, id));
        this.lastId = lastId;
        this.basis = basis;
    }

    /** The program of a compiled policy on a node, to be loaded where there is no other. */
    public static NftProgram of(CompiledPolicy compiled, String node) {
        return new Succession(EMPTY, compiled, node).atOnce();
    }

    /**
     * The program to load after {@code previous}, in one transaction, so that the kernel comes to enforce a compiled
     * policy on a node. Mostly it gets there at once; if the program is not {@linkplain #isSettled settled}, more steps
     * follow, each of which again is a transaction. No packet passes that is denied both before and after a step,
     * however its look-ups fall before and after it, as long as no packet lasts for more than one step. If there is
     * nothing to do, the generation stays what it is.
     */
    public static NftProgram next(NftProgram previous, CompiledPolicy compiled, String node) {
        return nextByShortcut(previous, compiled, node).orElseGet(() -> nextInFull(previous, compiled, node));
    }

    /** The same as {@link #next}, from what has changed; empty if more has than a shortcut can do. */
    static Optional<NftProgram> nextByShortcut(NftProgram previous, CompiledPolicy compiled, String node) {
        return previous.basis.flatMap(basis -> Shortcut.next(previous, basis, compiled, node));
    }

    /**
     * All programs on the way to a compiled policy, each to be loaded after the one before it; the last one is settled.
     * If there is nothing to do, it is the only one and has the generation of {@code previous}.
     */
    public static List<NftProgram> steps(NftProgram previous, CompiledPolicy compiled, String node) {
        List<NftProgram> steps = new ArrayList<>();
        NftProgram last = previous;
        do {
            last = next(last, compiled, node);
            steps.add(last);
        } while (!last.isSettled());
        return steps;
    }

    /** The same as {@link #next}, from nothing but the elements of the previous program. */
    static NftProgram nextInFull(NftProgram previous, CompiledPolicy compiled, String node) {
        return new Succession(previous, compiled, node).next();
    }

    /** The program that follows from a draft; this very one if the draft says nothing else. */
    NftProgram followedBy(Draft draft, Basis madeFor) {
        EnumMap<NftSet, PersistentMap<ElementKey, Integer>> next = new EnumMap<>(NftSet.class);
        boolean same = true;
        for (NftSet set : NftSet.values()) {
            PersistentMap<ElementKey, Integer> old = map(set);
            PersistentMap<ElementKey, Integer> now = merged(old, draft.elements(set));
            same &= now == old;
            next.put(set, now);
        }
        return same
                ? withBasis(madeFor)
                : new NftProgram(generation + 1, next, draft.connections(), draft.lastId(), Optional.of(madeFor));
    }

    private NftProgram withBasis(Basis madeFor) {
        return new NftProgram(generation, elements, connections, lastId, Optional.of(madeFor));
    }

    /** The program that follows if only some elements change; a key without a value goes. */
    NftProgram patched(Map<NftSet, Map<ElementKey, Optional<Integer>>> changes, Basis madeFor) {
        EnumMap<NftSet, PersistentMap<ElementKey, Integer>> next = new EnumMap<>(elements);
        boolean same = true;
        for (Map.Entry<NftSet, Map<ElementKey, Optional<Integer>>> some : changes.entrySet()) {
            PersistentMap<ElementKey, Integer> old = map(some.getKey());
            PersistentMap<ElementKey, Integer> map = old;
            for (Map.Entry<ElementKey, Optional<Integer>> one : some.getValue().entrySet()) {
                ElementKey key = one.getKey();
                Optional<Integer> value = one.getValue();
                map = value.isPresent() ? bound(map, key, value.get()) : map.without(key);
            }
            same &= map == old;
            next.put(some.getKey(), map);
        }
        return same
                ? withBasis(madeFor)
                : new NftProgram(generation + 1, next, connections, lastId, Optional.of(madeFor));
    }

    /** A map turned into another with as much in common as can be. */
    private static PersistentMap<ElementKey, Integer> merged(
            PersistentMap<ElementKey, Integer> old, Map<ElementKey, Integer> now) {
        if (old.isEmpty()) {
            return PersistentMap.of(now);
        }
        PersistentMap<ElementKey, Integer> map = old;
        for (PersistentMap.Entry<ElementKey, Integer> entry : old) {
            if (!now.containsKey(entry.key())) {
                map = map.without(entry.key());
            }
        }
        for (Map.Entry<ElementKey, Integer> entry : now.entrySet()) {
            map = bound(map, entry.getKey(), entry.getValue());
        }
        return map;
    }

    private static PersistentMap<ElementKey, Integer> bound(
            PersistentMap<ElementKey, Integer> map, ElementKey key, Integer value) {
        return map.get(key).filter(value::equals).isPresent() ? map : map.with(key, value);
    }

    PersistentMap<ElementKey, Integer> map(NftSet set) {
        return elements.getOrDefault(set, PersistentMap.empty());
    }

    /** Counts the programs; names one in the log. */
    public int generation() {
        return generation;
    }

    /** The elements of a set with their values; the value of an element that has none is 0. */
    public Map<ElementKey, Integer> elements(NftSet set) {
        return map(set).toMap();
    }

    /** What the numbers of connection sets stand for. */
    public Map<Integer, ConnectionSet> connections() {
        return connections;
    }

    /** The relation of a policy, if this was made on the way to it. */
    Optional<FamilyRelation> relation(CompiledPolicy compiled, String node, IpFamily family) {
        return basis.filter(made -> made.compiled() == compiled && made.node().equals(node)).stream()
                .flatMap(made -> made.families().stream())
                .filter(made -> made.family() == family)
                .map(Basis.Family::relation)
                .findFirst();
    }

    Optional<Integer> numberOf(ConnectionSet set) {
        return Optional.ofNullable(ids.get(set));
    }

    int lastId() {
        return lastId;
    }

    /** Whether no further step is due while the policy stays as it is. */
    public boolean isSettled() {
        return this == EMPTY || basis.map(Basis::isSettled).orElse(false);
    }

    /** How many elements there are in all sets. */
    public int size() {
        return elements.values().stream().mapToInt(PersistentMap::size).sum();
    }

    /** The whole table as text for {@code nft -f}, which replaces whatever is there in one transaction. */
    public String text() {
        return NftText.table(this);
    }

    /** A draft with all that is in this program, to be changed here and there. */
    Draft draft() {
        Draft draft = new Draft(this);
        for (NftSet set : NftSet.values()) {
            map(set).forEach(entry -> draft.put(set, entry.key(), entry.value()));
        }
        new HashMap<>(connections).forEach(draft::keep);
        return draft;
    }
}
