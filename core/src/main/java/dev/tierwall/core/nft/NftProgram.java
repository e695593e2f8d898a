package dev.tierwall.core.nft;

import dev.tierwall.core.net.ConnectionSet;
import dev.tierwall.core.policy.CompiledPolicy;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;

/**
 * What the kernel of one node is to hold: the elements of every set of the table. Immutable. A program is always made
 * after another, because its numbers must not take on another meaning while packets are on their way.
 */
public final class NftProgram {

    /** The program of a node without pods; what precedes the first. */
    public static final NftProgram EMPTY = new NftProgram(0, new EnumMap<>(NftSet.class), Map.of(), 0, true);

    private final int generation;
    private final Map<NftSet, Map<ElementKey, Integer>> elements;
    private final Map<Integer, ConnectionSet> connections;
    private final int lastId;
    private final boolean settled;

    private NftProgram(
            int generation,
            Map<NftSet, Map<ElementKey, Integer>> elements,
            Map<Integer, ConnectionSet> connections,
            int lastId,
            boolean settled) {
        this.generation = generation;
        this.elements = elements;
        this.connections = connections;
        this.lastId = lastId;
        this.settled = settled;
    }

    /**
     * The program to load after {@code previous}, in one transaction, so that the kernel comes to enforce a compiled
     * policy on a node. Mostly it gets there at once; if the program is not {@linkplain #isSettled settled}, more steps
     * follow, each of which again is a transaction. No packet passes that is denied both before and after a step,
     * however its look-ups fall before and after it. Returns {@code previous} itself if there is nothing to do.
     */
    public static NftProgram next(NftProgram previous, CompiledPolicy compiled, String node) {
        return new Succession(previous, compiled, node).next();
    }

    /** The program that follows from a draft; this very one if the draft says nothing else. */
    NftProgram followedBy(Draft draft) {
        NftProgram next = new NftProgram(
                generation + 1, draft.elements(), draft.connections(), draft.lastId(), draft.isSettled());
        return settled == next.settled && sameElements(next) ? this : next;
    }

    /** Counts the programs; names one in the log. */
    public int generation() {
        return generation;
    }

    /** The elements of a set with their values; the value of an element that has none is 0. */
    public Map<ElementKey, Integer> elements(NftSet set) {
        return elements.getOrDefault(set, Map.of());
    }

    /** What the numbers of connection sets stand for. */
    public Map<Integer, ConnectionSet> connections() {
        return connections;
    }

    int lastId() {
        return lastId;
    }

    /** Whether no further step is due while the policy stays as it is. */
    public boolean isSettled() {
        return settled;
    }

    /** Whether the kernel would hold the same elements. */
    public boolean sameElements(NftProgram other) {
        for (NftSet set : NftSet.values()) {
            if (!elements(set).equals(other.elements(set))) {
                return false;
            }
        }
        return true;
    }

    /** How many elements there are in all sets. */
    public int size() {
        return elements.values().stream().mapToInt(Map::size).sum();
    }

    /** The whole table as text for {@code nft -f}, which replaces whatever is there in one transaction. */
    public String text() {
        return NftText.table(this);
    }

    /** A draft with all that is in this program, to be changed here and there. */
    Draft draft() {
        Draft draft = new Draft(this);
        for (NftSet set : NftSet.values()) {
            elements(set).forEach((key, value) -> draft.put(set, key, value));
        }
        new HashMap<>(connections).forEach(draft::keep);
        return draft;
    }
}
