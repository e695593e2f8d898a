package dev.tierwall.core.label;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.TreeMap;
import java.util.function.Predicate;

/** The labels of an object: keys and values, sorted by key. Immutable; equal labels have equal hashes, computed once. */
public final class Labels {

    public static final Labels NONE = new Labels(new String[0]);

    /** key0, value0, key1, value1, …, sorted by key. */
    private final String[] pairs;

    private final int hash;

    private Labels(String[] pairs) {
        this.pairs = pairs;
        this.hash = Arrays.hashCode(pairs);
    }

    public static Labels of(Map<String, String> labels) {
        if (labels.isEmpty()) {
            return NONE;
        }
        String[] pairs = new String[labels.size() * 2];
        int i = 0;
        for (Map.Entry<String, String> label : new TreeMap<>(labels).entrySet()) {
            pairs[i++] = label.getKey();
            pairs[i++] = label.getValue();
        }
        return new Labels(pairs);
    }

    public int size() {
        return pairs.length / 2;
    }

    /** The key at position {@code i} in the sorted order. */
    public String key(int i) {
        return pairs[2 * i];
    }

    /** The value at position {@code i} in the sorted order. */
    public String value(int i) {
        return pairs[2 * i + 1];
    }

    public Optional<String> get(String key) {
        int i = indexOf(key);
        return i < 0 ? Optional.empty() : Optional.of(value(i));
    }

    public boolean has(String key) {
        return indexOf(key) >= 0;
    }

    /** Whether the label {@code key} is there with exactly this value. */
    public boolean has(String key, String value) {
        int i = indexOf(key);
        return i >= 0 && value(i).equals(value);
    }

    /** Whether the label {@code key} is there with one of these values. */
    boolean hasAny(String key, List<String> values) {
        int i = indexOf(key);
        return i >= 0 && values.contains(value(i));
    }

    private int indexOf(String key) {
        for (int i = 0; i < pairs.length; i += 2) {
            if (pairs[i].equals(key)) {
                return i / 2;
            }
        }
        return -1;
    }

    /** These labels and one more; a label of the same key is replaced. */
    public Labels with(String key, String value) {
        if (has(key, value)) {
            return this;
        }
        Map<String, String> all = asMap();
        all.put(key, value);
        return of(all);
    }

    /** The labels whose keys pass a test. */
    public Labels only(Predicate<String> keys) {
        String[] kept = new String[pairs.length];
        int n = 0;
        for (int i = 0; i < pairs.length; i += 2) {
            if (keys.test(pairs[i])) {
                kept[n++] = pairs[i];
                kept[n++] = pairs[i + 1];
            }
        }
        if (n == 0) {
            return NONE;
        }
        return n == pairs.length ? this : new Labels(Arrays.copyOf(kept, n));
    }

    /** A copy as a map in key order, free to be changed. */
    public SequencedMap<String, String> asMap() {
        SequencedMap<String, String> map = new LinkedHashMap<>();
        for (int i = 0; i < size(); i++) {
            map.put(key(i), value(i));
        }
        return map;
    }

    @Override
    public boolean equals(Object other) {
        return this == other
                || (other instanceof Labels labels && hash == labels.hash && Arrays.equals(pairs, labels.pairs));
    }

    @Override
    public int hashCode() {
        return hash;
    }

    /** {@code key=value,key=value}. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < size(); i++) {
            text.append(i == 0 ? "" : ",").append(key(i)).append('=').append(value(i));
        }
        return text.toString();
    }
}
