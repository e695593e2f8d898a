package dev.tierwall.core.random;

import java.util.Random;

/**
 * Runs one property over many seeds. A build uses the same seeds every time, so that it fails only for what was
 * changed; {@code -Dtierwall.fuzz.seed=N} starts elsewhere. A failure names the seed that repeats it alone.
 */
public final class Trials {

    private static final String SEED = "tierwall.fuzz.seed";

    private Trials() {}

    /** A property: it throws when it does not hold. */
    @FunctionalInterface
    public interface Property {
        void check(Random random);
    }

    /** The first seed of a run. */
    public static long firstSeed() {
        return Long.getLong(SEED, 1);
    }

    /** Checks a property for {@code count} seeds in a row. */
    public static void run(int count, Property property) {
        for (long seed = firstSeed(); seed < firstSeed() + count; seed++) {
            once(seed, property);
        }
    }

    /** Checks a property for one seed. */
    public static void once(long seed, Property property) {
        try {
            property.check(new Random(seed));
        } catch (RuntimeException | AssertionError failure) {
            throw new AssertionError("fails with -D" + SEED + "=" + seed + ": " + failure.getMessage(), failure);
        }
    }
}
