package dev.tierwall.core.nft;

import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;

/** What turns the elements of one program into those of another. All of it belongs into one transaction. */
public final class NftDelta {

    private final int to;
    private final Map<NftSet, Map<ElementKey, Integer>> removed = new EnumMap<>(NftSet.class);
    private final Map<NftSet, Map<ElementKey, Integer>> added = new EnumMap<>(NftSet.class);

    private NftDelta(NftProgram from, NftProgram to) {
        this.to = to.generation();
        for (NftSet set : NftSet.values()) {
            Map<ElementKey, Integer> gone = new HashMap<>();
            Map<ElementKey, Integer> come = new HashMap<>();
            from.map(set).compare(to.map(set), (key, before, after) -> {
                before.ifPresent(value -> gone.put(key, value));
                after.ifPresent(value -> come.put(key, value));
            });
            removed.put(set, gone);
            added.put(set, come);
        }
    }

    /** The difference between two programs. An element with another value is removed and added. */
    public static NftDelta between(NftProgram from, NftProgram to) {
        return new NftDelta(from, to);
    }

    /** The generation that the log names afterwards. */
    public int to() {
        return to;
    }

    /** Elements to take out, before any is added. */
    public Map<ElementKey, Integer> removed(NftSet set) {
        return removed.getOrDefault(set, Map.of());
    }

    /** Elements to put in. */
    public Map<ElementKey, Integer> added(NftSet set) {
        return added.getOrDefault(set, Map.of());
    }

    /** How many elements are written. */
    public int size() {
        int size = 0;
        for (NftSet set : NftSet.values()) {
            size += removed(set).size() + added(set).size();
        }
        return size;
    }

    /** Whether there is nothing to do. */
    public boolean isEmpty() {
        return size() == 0;
    }

    /** The delta as text for {@code nft -f}. */
    public String text() {
        return NftText.delta(this);
    }
}
