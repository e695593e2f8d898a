package dev.tierwall.core.collect;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An immutable map: {@link #with} and {@link #without} give a new map that shares all but a handful of small arrays
 * with the old one, in time that hardly grows with the size (a hash trie of 32-way branches). The order of iteration
 * depends on the hashes alone.
 */
public final class PersistentMap<K, V> implements Iterable<PersistentMap.Entry<K, V>> {

    private static final PersistentMap<?, ?> EMPTY = new PersistentMap<>(new Trie.Branch<>(0, new Object[0]), 0);

    private final Trie.Branch<K, V> root;
    private final int size;

    private PersistentMap(Trie.Branch<K, V> root, int size) {
        this.root = root;
        this.size = size;
    }

    /** A key and its value. */
    public record Entry<K, V>(K key, V value, int hash) {}

    @SuppressWarnings("unchecked") // an empty map holds no key and no value of any type
    public static <K, V> PersistentMap<K, V> empty() {
        return (PersistentMap<K, V>) EMPTY;
    }

    /** The entries of a map of the language's own, put in at once. */
    public static <K, V> PersistentMap<K, V> of(Map<K, V> entries) {
        List<Entry<K, V>> all = new ArrayList<>(entries.size());
        entries.forEach((key, value) -> all.add(new Entry<>(key, value, Trie.hash(key))));
        return all.isEmpty() ? empty() : new PersistentMap<>(Trie.of(all, 0), all.size());
    }

    public int size() {
        return size;
    }

    public boolean isEmpty() {
        return size == 0;
    }

    public Optional<V> get(K key) {
        return Optional.ofNullable(find(key));
    }

    public V getOrDefault(K key, V fallback) {
        V value = find(key);
        return value == null ? fallback : value;
    }

    public boolean has(K key) {
        return find(key) != null;
    }

    private @Nullable V find(K key) {
        Entry<K, V> entry = root.find(key, Trie.hash(key));
        return entry == null ? null : entry.value();
    }

    /** This map with the key bound to the value; this very map if it already is bound to that very value. */
    public PersistentMap<K, V> with(K key, V value) {
        int hash = Trie.hash(key);
        Entry<K, V> old = root.find(key, hash);
        if (old != null && old.value() == value) {
            return this;
        }
        return new PersistentMap<>(root.with(new Entry<>(key, value, hash), 0), old == null ? size + 1 : size);
    }

    /** This map without the key; this very map if the key is not there. */
    public PersistentMap<K, V> without(K key) {
        int hash = Trie.hash(key);
        if (root.find(key, hash) == null) {
            return this;
        }
        return size == 1 ? empty() : new PersistentMap<>(root.without(key, hash, 0), size - 1);
    }

    @Override
    public Iterator<Entry<K, V>> iterator() {
        return new Trie.EntryIterator<>(root);
    }

    /** The values, in the order of iteration. */
    public Iterable<V> values() {
        return () -> {
            Iterator<Entry<K, V>> entries = iterator();
            return new Iterator<>() {
                @Override
                public boolean hasNext() {
                    return entries.hasNext();
                }

                @Override
                public V next() {
                    return entries.next().value();
                }
            };
        };
    }

    /**
     * Finds what differs between this map and one that came of it, in time that grows with what they do not share. Each
     * key is told once, with its value in this map and in the other.
     */
    public void compare(PersistentMap<K, V> after, Difference<K, V> visitor) {
        Trie.compare(
                root,
                after.root,
                0,
                (key, old, now) -> visitor.found(key, Optional.ofNullable(old), Optional.ofNullable(now)));
    }

    /** Takes the differences between two maps, one by one. */
    @FunctionalInterface
    public interface Difference<K, V> {
        void found(K key, Optional<V> before, Optional<V> after);
    }

    /** The same entries in a map of the language's own. */
    public Map<K, V> toMap() {
        Map<K, V> copy = new HashMap<>(size * 2);
        for (Entry<K, V> entry : this) {
            copy.put(entry.key(), entry.value());
        }
        return copy;
    }

    /** Whether another map has the same entries. */
    public boolean sameAs(Map<K, V> other) {
        if (size != other.size()) {
            return false;
        }
        for (Entry<K, V> entry : this) {
            if (!entry.value().equals(other.get(entry.key()))) {
                return false;
            }
        }
        return true;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        if (this == other) {
            return true;
        }
        if (!(other instanceof PersistentMap<?, ?> map) || size != map.size) {
            return false;
        }
        @SuppressWarnings("unchecked") // only asks for keys, which are compared by equals
        PersistentMap<K, V> that = (PersistentMap<K, V>) map;
        for (Entry<K, V> entry : this) {
            if (!Objects.equals(entry.value(), that.find(entry.key()))) {
                return false;
            }
        }
        return true;
    }

    @Override
    public int hashCode() {
        int sum = 0;
        for (Entry<K, V> entry : this) {
            sum += entry.hash() ^ entry.value().hashCode();
        }
        return sum;
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder("{");
        for (Entry<K, V> entry : this) {
            text.append(text.length() == 1 ? "" : ", ")
                    .append(entry.key())
                    .append('=')
                    .append(entry.value());
        }
        return text.append('}').toString();
    }
}
