package dev.tierwall.core.collect;

import java.util.Arrays;

/**
 * An immutable array: {@link #with} copies one chunk of 128 elements and the list of chunks, and shares the rest.
 * Reading costs two array accesses.
 */
public final class Chunks<V> {

    private static final int BITS = 7;
    private static final int SIZE = 1 << BITS;

    private static final Chunks<?> EMPTY = new Chunks<>(new Object[0][], 0);

    private final Object[][] chunks;
    private final int size;

    private Chunks(Object[][] chunks, int size) {
        this.chunks = chunks;
        this.size = size;
    }

    @SuppressWarnings("unchecked") // an empty array holds no element of any type
    public static <V> Chunks<V> empty() {
        return (Chunks<V>) EMPTY;
    }

    public int size() {
        return size;
    }

    @SuppressWarnings("unchecked") // only V is ever stored
    public V get(int index) {
        if (index >= size) {
            throw new IndexOutOfBoundsException(index);
        }
        return (V) chunks[index >> BITS][index & (SIZE - 1)];
    }

    /** This array with one element replaced, or, at {@code index == size()}, appended. */
    public Chunks<V> with(int index, V value) {
        if (index > size) {
            throw new IndexOutOfBoundsException(index);
        }
        int at = index >> BITS;
        Object[][] out = Arrays.copyOf(chunks, Math.max(chunks.length, at + 1));
        out[at] = at < chunks.length ? chunks[at].clone() : new Object[SIZE];
        out[at][index & (SIZE - 1)] = value;
        return new Chunks<>(out, Math.max(size, index + 1));
    }
}
