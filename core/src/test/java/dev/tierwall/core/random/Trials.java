package dev.tierwall.core.random;

import java.time.Duration;
import java.time.Instant;
import java.util.Random;

/**
 * Runs one property over many seeds. A build uses the same seeds every time, so that it fails only for what was
 * changed. {@code -Dtierwall.fuzz.seed=N} starts at another; {@code -Dtierwall.fuzz.minutes=N} gives each long property
 * that many minutes, from a fresh seed. A failure names the seed that repeats it at once.
 */
public final class Trials {

    private static final String SEED = "tierwall.fuzz.seed";
    private static final String MINUTES = "tierwall.fuzz.minutes";

    private Trials() {}

    /** A property: it throws when it does not hold. */
    @FunctionalInterface
    public interface Property {
        void check(Random random);
    }

    /** Checks a short property for {@code count} seeds in a row. */
    public static void run(int count, Property property) {
        long first = Long.getLong(SEED, 1);
        for (long seed = first; seed < first + count; seed++) {
            once(seed, property);
        }
    }

    /** Checks a long property for {@code count} seeds in a row, or for the minutes asked for; says which seeds. */
    public static void fuzz(String name, int count, Property property) {
        int minutes = Integer.getInteger(MINUTES, 0);
        long first = Long.getLong(SEED, minutes == 0 ? 1 : System.nanoTime() & 0xffff_ffffL);
        Instant end = Instant.now().plus(Duration.ofMinutes(minutes));
        long seed = first;
        while (minutes == 0 ? seed < first + count : Instant.now().isBefore(end)) {
            once(seed++, property);
        }
        System.out.println("fuzz: " + name + ": seeds " + first + " to " + (seed - 1));
    }

    private static void once(long seed, Property property) {
        try {
            property.check(new Random(seed));
        } catch (RuntimeException | AssertionError failure) {
            throw new AssertionError("fails with -D" + SEED + "=" + seed + ": " + failure.getMessage(), failure);
        }
    }
}
