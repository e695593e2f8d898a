package dev.tierwall.core.collect;

import java.util.Arrays;
import java.util.function.IntConsumer;

/**
 * An immutable set of small numbers, one bit each, that stores only the words from its first member to its last.
 * Numbers that belong together should therefore be near each other. Every operation costs the words of the part where
 * its operands overlap, or of both together for a union.
 */
public final class Bits {

    public static final Bits EMPTY = new Bits(0, new long[0]);

    /** The index of the first stored word; members below it do not exist. */
    private final int offset;

    /** First and last word are not zero, so that equal sets have equal fields. */
    private final long[] words;

    private Bits(int offset, long[] words) {
        this.offset = offset;
        this.words = words;
    }

    /** The set of the given numbers, in any order. */
    public static Bits of(int... members) {
        return of(members, members.length);
    }

    /** The set of the first {@code count} of the given numbers, in any order. */
    public static Bits of(int[] members, int count) {
        if (count == 0) {
            return EMPTY;
        }
        int low = Integer.MAX_VALUE;
        int high = 0;
        for (int i = 0; i < count; i++) {
            low = Math.min(low, members[i]);
            high = Math.max(high, members[i]);
        }
        int offset = low >> 6;
        long[] words = new long[(high >> 6) - offset + 1];
        for (int i = 0; i < count; i++) {
            words[(members[i] >> 6) - offset] |= 1L << members[i];
        }
        return new Bits(offset, words);
    }

    /** The numbers from {@code from}, included, to {@code to}, excluded. */
    public static Bits range(int from, int to) {
        if (from >= to) {
            return EMPTY;
        }
        int offset = from >> 6;
        long[] words = new long[((to - 1) >> 6) - offset + 1];
        Arrays.fill(words, -1L);
        words[0] &= -1L << from;
        words[words.length - 1] &= -1L >>> -to;
        return new Bits(offset, words);
    }

    private static Bits canonical(int offset, long[] words) {
        int first = 0;
        int end = words.length;
        while (first < end && words[first] == 0) {
            first++;
        }
        while (end > first && words[end - 1] == 0) {
            end--;
        }
        if (first == end) {
            return EMPTY;
        }
        boolean whole = first == 0 && end == words.length;
        return new Bits(offset + first, whole ? words : Arrays.copyOfRange(words, first, end));
    }

    public boolean isEmpty() {
        return words.length == 0;
    }

    public boolean contains(int member) {
        int i = (member >> 6) - offset;
        return i >= 0 && i < words.length && (words[i] & (1L << member)) != 0;
    }

    public int size() {
        int size = 0;
        for (long word : words) {
            size += Long.bitCount(word);
        }
        return size;
    }

    /** One more than the highest member; 0 if there is none. */
    public int end() {
        return isEmpty() ? 0 : ((offset + words.length) << 6) - Long.numberOfLeadingZeros(words[words.length - 1]);
    }

    /** The lowest member that is not below {@code from}, or -1. */
    public int next(int from) {
        int i = Math.max((from >> 6) - offset, 0);
        if (i >= words.length) {
            return -1;
        }
        long word = words[i];
        if (i == (from >> 6) - offset) {
            word &= -1L << from;
        }
        while (word == 0) {
            i++;
            if (i == words.length) {
                return -1;
            }
            word = words[i];
        }
        return ((i + offset) << 6) + Long.numberOfTrailingZeros(word);
    }

    /** Visits the members in ascending order. */
    public void forEach(IntConsumer visitor) {
        for (int i = 0; i < words.length; i++) {
            int base = (i + offset) << 6;
            for (long word = words[i]; word != 0; word &= word - 1) {
                visitor.accept(base + Long.numberOfTrailingZeros(word));
            }
        }
    }

    public int[] toArray() {
        int[] members = new int[size()];
        int n = 0;
        for (int member = next(0); member >= 0; member = next(member + 1)) {
            members[n++] = member;
        }
        return members;
    }

    public Bits with(int member) {
        return contains(member) ? this : union(of(member));
    }

    public Bits without(int member) {
        return contains(member) ? minus(of(member)) : this;
    }

    public Bits union(Bits other) {
        if (isEmpty() || other == this) {
            return other;
        }
        if (other.isEmpty()) {
            return this;
        }
        int from = Math.min(offset, other.offset);
        int to = Math.max(offset + words.length, other.offset + other.words.length);
        long[] out = new long[to - from];
        System.arraycopy(words, 0, out, offset - from, words.length);
        for (int i = 0; i < other.words.length; i++) {
            out[other.offset - from + i] |= other.words[i];
        }
        return new Bits(from, out);
    }

    public Bits intersect(Bits other) {
        if (other == this) {
            return this;
        }
        int from = Math.max(offset, other.offset);
        int to = Math.min(offset + words.length, other.offset + other.words.length);
        if (from >= to) {
            return EMPTY;
        }
        long[] out = new long[to - from];
        for (int i = 0; i < out.length; i++) {
            out[i] = words[from - offset + i] & other.words[from - other.offset + i];
        }
        return canonical(from, out);
    }

    public boolean intersects(Bits other) {
        int from = Math.max(offset, other.offset);
        int to = Math.min(offset + words.length, other.offset + other.words.length);
        for (int i = from; i < to; i++) {
            if ((words[i - offset] & other.words[i - other.offset]) != 0) {
                return true;
            }
        }
        return false;
    }

    public Bits minus(Bits other) {
        if (!intersects(other)) {
            return this;
        }
        long[] out = words.clone();
        int from = Math.max(offset, other.offset);
        int to = Math.min(offset + words.length, other.offset + other.words.length);
        for (int i = from; i < to; i++) {
            out[i - offset] &= ~other.words[i - other.offset];
        }
        return canonical(offset, out);
    }

    /** Whether every member of {@code other} is a member of this. */
    public boolean containsAll(Bits other) {
        for (int i = 0; i < other.words.length; i++) {
            int at = other.offset + i - offset;
            long mine = at >= 0 && at < words.length ? words[at] : 0;
            if ((other.words[i] & ~mine) != 0) {
                return false;
            }
        }
        return true;
    }

    @Override
    public boolean equals(Object other) {
        return this == other
                || (other instanceof Bits bits && offset == bits.offset && Arrays.equals(words, bits.words));
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(words) * 31 + offset;
    }

    @Override
    public String toString() {
        return Arrays.toString(toArray());
    }

    /** A union on its way: adding a set costs that set's own words alone. */
    public static final class Union {

        private long[] sum = new long[4];

        public void add(Bits bits) {
            int end = bits.offset + bits.words.length;
            if (end > sum.length) {
                sum = Arrays.copyOf(sum, Math.max(end, sum.length * 2));
            }
            for (int i = 0; i < bits.words.length; i++) {
                sum[bits.offset + i] |= bits.words[i];
            }
        }

        public Bits toBits() {
            return canonical(0, sum.clone());
        }
    }
}
