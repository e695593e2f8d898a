package dev.tierwall.core.collect;

import dev.tierwall.core.collect.PersistentMap.Entry;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/** The hash trie beneath {@link PersistentMap}. Each level consumes five bits of the hash. */
final class Trie {

    private static final int BITS = 5;
    private static final int MASK = 31;

    /** From this shift on the hash is used up, and keys that still share a slot are kept in a plain array. */
    private static final int LAST_SHIFT = 30;

    private Trie() {}

    static int hash(Object key) {
        int mixed = key.hashCode() * 0x9e3779b9;
        return mixed ^ (mixed >>> 15);
    }

    /**
     * One level. A slot holds an {@link Entry}, a deeper Branch, or, at the last level, a Branch whose entries share
     * their whole hash: its bitmap is 0, it is searched one by one.
     *
     * @param bitmap which of the 32 slots are in use
     * @param slots the slots in use, in order
     */
    @SuppressWarnings({"ArrayRecordComponent", "unchecked"}) // slots hold Entry<K, V> or Branch<K, V> and nothing else
    record Branch<K, V>(int bitmap, Object[] slots) {

        @Nullable
        Entry<K, V> find(K key, int hash) {
            Branch<K, V> branch = this;
            for (int shift = 0; branch.bitmap != 0; shift += BITS) {
                int bit = 1 << ((hash >>> shift) & MASK);
                if ((branch.bitmap & bit) == 0) {
                    return null;
                }
                Object slot = branch.slots[branch.index(bit)];
                if (slot instanceof Entry<?, ?> entry) {
                    return entry.hash() == hash && entry.key().equals(key) ? (Entry<K, V>) entry : null;
                }
                branch = (Branch<K, V>) slot;
            }
            int i = branch.sameHashIndex(key);
            return i < 0 ? null : (Entry<K, V>) branch.slots[i];
        }

        private int index(int bit) {
            return Integer.bitCount(bitmap & (bit - 1));
        }

        private int sameHashIndex(K key) {
            for (int i = 0; i < slots.length; i++) {
                if (((Entry<K, V>) slots[i]).key().equals(key)) {
                    return i;
                }
            }
            return -1;
        }

        Branch<K, V> with(Entry<K, V> entry, int shift) {
            if (shift > LAST_SHIFT) {
                int i = sameHashIndex(entry.key());
                return i < 0 ? new Branch<>(0, inserted(slots.length, entry)) : new Branch<>(0, replaced(i, entry));
            }
            int bit = 1 << ((entry.hash() >>> shift) & MASK);
            int i = index(bit);
            if ((bitmap & bit) == 0) {
                return new Branch<>(bitmap | bit, inserted(i, entry));
            }
            if (slots[i] instanceof Branch<?, ?> deeper) {
                return new Branch<>(bitmap, replaced(i, ((Branch<K, V>) deeper).with(entry, shift + BITS)));
            }
            Entry<K, V> there = (Entry<K, V>) slots[i];
            Object slot = there.key().equals(entry.key()) ? entry : pair(there, entry, shift + BITS);
            return new Branch<>(bitmap, replaced(i, slot));
        }

        private static <K, V> Branch<K, V> pair(Entry<K, V> first, Entry<K, V> second, int shift) {
            return new Branch<K, V>(0, new Object[0]).with(first, shift).with(second, shift);
        }

        /** The branch without a key that is in it. A branch below the root never keeps a single entry to itself. */
        Branch<K, V> without(K key, int hash, int shift) {
            if (shift > LAST_SHIFT) {
                return new Branch<>(0, removed(sameHashIndex(key)));
            }
            int bit = 1 << ((hash >>> shift) & MASK);
            int i = index(bit);
            if (!(slots[i] instanceof Branch<?, ?> deeper)) {
                return new Branch<>(bitmap & ~bit, removed(i));
            }
            Branch<K, V> rest = ((Branch<K, V>) deeper).without(key, hash, shift + BITS);
            boolean single = rest.slots.length == 1 && rest.slots[0] instanceof Entry<?, ?>;
            return new Branch<>(bitmap, replaced(i, single ? rest.slots[0] : rest));
        }

        private Object[] inserted(int i, Object slot) {
            Object[] out = new Object[slots.length + 1];
            System.arraycopy(slots, 0, out, 0, i);
            out[i] = slot;
            System.arraycopy(slots, i, out, i + 1, slots.length - i);
            return out;
        }

        private Object[] replaced(int i, Object slot) {
            Object[] out = slots.clone();
            out[i] = slot;
            return out;
        }

        private Object[] removed(int i) {
            Object[] out = Arrays.copyOf(slots, slots.length - 1);
            System.arraycopy(slots, i + 1, out, i, slots.length - i - 1);
            return out;
        }
    }

    /** A branch of entries with different keys, made at once. */
    static <K, V> Branch<K, V> of(List<Entry<K, V>> entries, int shift) {
        if (shift > LAST_SHIFT) {
            return new Branch<>(0, entries.toArray());
        }
        List<List<Entry<K, V>>> parts = new ArrayList<>(MASK + 1);
        for (int i = 0; i <= MASK; i++) {
            parts.add(new ArrayList<>(entries.size() / (MASK + 1) + 1));
        }
        for (Entry<K, V> entry : entries) {
            parts.get((entry.hash() >>> shift) & MASK).add(entry);
        }
        int bitmap = 0;
        List<Object> slots = new ArrayList<>(MASK + 1);
        for (int i = 0; i <= MASK; i++) {
            List<Entry<K, V>> part = parts.get(i);
            if (!part.isEmpty()) {
                bitmap |= 1 << i;
                slots.add(part.size() == 1 ? part.getFirst() : of(part, shift + BITS));
            }
        }
        return new Branch<>(bitmap, slots.toArray());
    }

    /** What may be found under a key in one of two tries, or in both with different values. */
    @FunctionalInterface
    interface Difference<K, V> {
        void found(K key, @Nullable V before, @Nullable V after);
    }

    /** Finds what differs between two tries, passing over what they share. */
    static <K, V> void compare(Branch<K, V> before, Branch<K, V> after, int shift, Difference<K, V> visitor) {
        if (before == after) {
            return;
        }
        if (before.bitmap == 0 || after.bitmap == 0) {
            compareEntries(before, after, visitor);
            return;
        }
        for (int rest = before.bitmap | after.bitmap; rest != 0; rest &= rest - 1) {
            int bit = rest & -rest;
            Object left = (before.bitmap & bit) == 0 ? null : before.slots[before.index(bit)];
            Object right = (after.bitmap & bit) == 0 ? null : after.slots[after.index(bit)];
            if (left != right) {
                compare(Trie.<K, V>branch(left, shift + BITS), branch(right, shift + BITS), shift + BITS, visitor);
            }
        }
    }

    /** Entries that hang off branches of which one, at least, is empty or holds a list. */
    private static <K, V> void compareEntries(Branch<K, V> before, Branch<K, V> after, Difference<K, V> visitor) {
        for (Iterator<Entry<K, V>> entries = new EntryIterator<>(before); entries.hasNext(); ) {
            Entry<K, V> entry = entries.next();
            Entry<K, V> other = inList(after, entry.key());
            if (other == null || !other.value().equals(entry.value())) {
                visitor.found(entry.key(), entry.value(), other == null ? null : other.value());
            }
        }
        for (Iterator<Entry<K, V>> entries = new EntryIterator<>(after); entries.hasNext(); ) {
            Entry<K, V> entry = entries.next();
            if (inList(before, entry.key()) == null) {
                visitor.found(entry.key(), null, entry.value());
            }
        }
    }

    private static <K, V> @Nullable Entry<K, V> inList(Branch<K, V> branch, K key) {
        for (Iterator<Entry<K, V>> entries = new EntryIterator<>(branch); entries.hasNext(); ) {
            Entry<K, V> entry = entries.next();
            if (entry.key().equals(key)) {
                return entry;
            }
        }
        return null;
    }

    /** A slot as the branch that would be there if it held more. */
    @SuppressWarnings("unchecked") // slots hold entries or branches
    private static <K, V> Branch<K, V> branch(@Nullable Object slot, int shift) {
        if (slot instanceof Branch<?, ?> deeper) {
            return (Branch<K, V>) deeper;
        }
        Branch<K, V> none = new Branch<>(0, new Object[0]);
        return slot == null ? none : none.with((Entry<K, V>) slot, shift);
    }

    /** Walks a trie depth first, with a stack of the branches above the present slot. */
    static final class EntryIterator<K, V> implements Iterator<Entry<K, V>> {

        private static final int DEEPEST = LAST_SHIFT / BITS + 3;

        private final Object[][] stack = new Object[DEEPEST][];
        private final int[] position = new int[DEEPEST];
        private int depth;

        EntryIterator(Branch<K, V> root) {
            stack[0] = root.slots();
        }

        @Override
        public boolean hasNext() {
            while (depth >= 0) {
                if (position[depth] == stack[depth].length) {
                    depth--;
                } else if (stack[depth][position[depth]] instanceof Branch<?, ?> deeper) {
                    position[depth]++;
                    depth++;
                    stack[depth] = deeper.slots();
                    position[depth] = 0;
                } else {
                    return true;
                }
            }
            return false;
        }

        @Override
        @SuppressWarnings("unchecked") // what is not a branch is an entry
        public Entry<K, V> next() {
            if (!hasNext()) {
                throw new NoSuchElementException();
            }
            return (Entry<K, V>) stack[depth][position[depth]++];
        }
    }
}
