package dev.tierwall.core.collect;

import java.util.Arrays;

/** A growing list of small numbers on its way to becoming {@link Bits}. */
public final class Ints {

    private int[] values = new int[4];
    private int size;

    public void add(int value) {
        if (size == values.length) {
            values = Arrays.copyOf(values, size * 2);
        }
        values[size++] = value;
    }

    public boolean isEmpty() {
        return size == 0;
    }

    public Bits toBits() {
        return Bits.of(values, size);
    }
}
