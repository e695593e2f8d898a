package dev.tierwall.core.net;

import java.util.Arrays;
import java.util.StringJoiner;

/** A set of port numbers from 1 to 65535, kept as sorted ranges that neither touch nor overlap. Immutable. */
public final class PortSet {

    public static final int MIN = 1;
    public static final int MAX = 65535;

    public static final PortSet NONE = new PortSet(new int[0]);
    public static final PortSet ALL = new PortSet(new int[] {MIN, MAX});

    /** first0, last0, first1, last1, …; each range included at both ends. */
    private final int[] bounds;

    private PortSet(int[] bounds) {
        this.bounds = bounds;
    }

    public static PortSet of(int port) {
        return range(port, port);
    }

    /** The ports from {@code first} to {@code last}, both included. */
    public static PortSet range(int first, int last) {
        if (first < MIN || last > MAX || first > last) {
            throw new IllegalArgumentException("not a port range: " + first + "-" + last);
        }
        return first == MIN && last == MAX ? ALL : new PortSet(new int[] {first, last});
    }

    public boolean isEmpty() {
        return bounds.length == 0;
    }

    public boolean isAll() {
        return bounds.length == 2 && bounds[0] == MIN && bounds[1] == MAX;
    }

    public boolean contains(int port) {
        int i = 0;
        while (i < bounds.length && bounds[i] <= port) {
            if (port <= bounds[i + 1]) {
                return true;
            }
            i += 2;
        }
        return false;
    }

    /** How many ranges the set has. */
    public int rangeCount() {
        return bounds.length / 2;
    }

    /** The lowest port of range {@code i}. */
    public int first(int i) {
        return bounds[2 * i];
    }

    /** The highest port of range {@code i}. */
    public int last(int i) {
        return bounds[2 * i + 1];
    }

    public PortSet union(PortSet other) {
        if (isEmpty() || other.isAll()) {
            return other;
        }
        if (other.isEmpty() || isAll()) {
            return this;
        }
        return combine(other, true);
    }

    public PortSet intersect(PortSet other) {
        if (isEmpty() || other.isAll()) {
            return this;
        }
        if (other.isEmpty() || isAll()) {
            return other;
        }
        return combine(other, false);
    }

    public PortSet minus(PortSet other) {
        if (other.isEmpty() || isEmpty()) {
            return this;
        }
        return other.isAll() ? NONE : intersect(other.complement());
    }

    private PortSet complement() {
        int[] out = new int[bounds.length + 2];
        int n = 0;
        int from = MIN;
        for (int i = 0; i < bounds.length; i += 2) {
            if (from < bounds[i]) {
                out[n++] = from;
                out[n++] = bounds[i] - 1;
            }
            from = bounds[i + 1] + 1;
        }
        if (from <= MAX) {
            out[n++] = from;
            out[n++] = MAX;
        }
        return canonical(out, n);
    }

    /** Sweeps both lists of bounds; a port is kept if it is in one of them ({@code any}) or in both. */
    private PortSet combine(PortSet other, boolean any) {
        int[] out = new int[bounds.length + other.bounds.length];
        int n = 0;
        int i = 0;
        int j = 0;
        boolean open = false;
        while (i < bounds.length || j < other.bounds.length) {
            int at = Math.min(edge(bounds, i), edge(other.bounds, j));
            i += edge(bounds, i) == at ? 1 : 0;
            j += edge(other.bounds, j) == at ? 1 : 0;
            boolean inThis = (i & 1) == 1;
            boolean inOther = (j & 1) == 1;
            boolean kept = any ? (inThis || inOther) : (inThis && inOther);
            if (kept != open) {
                out[n++] = kept ? at : at - 1;
                open = kept;
            }
        }
        return canonical(out, n);
    }

    /** The port at which membership flips for the {@code i}-th time: a first port, or the one after a last. */
    private static int edge(int[] bounds, int i) {
        if (i >= bounds.length) {
            return Integer.MAX_VALUE;
        }
        return bounds[i] + (i & 1);
    }

    private static PortSet canonical(int[] out, int n) {
        if (n == 0) {
            return NONE;
        }
        PortSet set = new PortSet(Arrays.copyOf(out, n));
        return set.isAll() ? ALL : set;
    }

    @Override
    public boolean equals(Object other) {
        return this == other || (other instanceof PortSet set && Arrays.equals(bounds, set.bounds));
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bounds);
    }

    /** Ranges as people write them: {@code 53,80,8000-8999}; empty text for no port. */
    @Override
    public String toString() {
        StringJoiner text = new StringJoiner(",");
        for (int i = 0; i < rangeCount(); i++) {
            text.add(first(i) == last(i) ? Integer.toString(first(i)) : first(i) + "-" + last(i));
        }
        return text.toString();
    }
}
