package dev.tierwall.core.random;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Choices from small pools, all of them decided by one seed.
 *
 * @param random where the choices come from
 */
public record Dice(Random random) {

    public boolean oneIn(int sides) {
        return random.nextInt(sides) == 0;
    }

    /** A number from 0 to {@code bound}, the bound excluded. */
    public int below(int bound) {
        return random.nextInt(bound);
    }

    public <T> T pick(List<T> pool) {
        return pool.get(random.nextInt(pool.size()));
    }

    /** Up to {@code most} members of the pool, perhaps some twice. */
    public <T> List<T> some(List<T> pool, int most) {
        List<T> chosen = new ArrayList<>();
        for (int i = random.nextInt(most + 1); i > 0; i--) {
            chosen.add(pick(pool));
        }
        return chosen;
    }
}
