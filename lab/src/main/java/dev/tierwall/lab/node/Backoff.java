package dev.tierwall.lab.node;

import java.time.Duration;

/** How long to wait before a container is started again: not at all, then longer and longer, until it has run for a while. */
final class Backoff {

    private static final Duration FIRST = Duration.ofSeconds(10);
    private static final Duration MOST = Duration.ofMinutes(5);
    private static final Duration FORGIVEN = Duration.ofMinutes(10);

    private Duration next = Duration.ZERO;

    Duration after(Duration ran) {
        if (ran.compareTo(FORGIVEN) > 0) {
            next = Duration.ZERO;
        }
        Duration now = next;
        Duration doubled = now.isZero() ? FIRST : now.multipliedBy(2);
        next = doubled.compareTo(MOST) > 0 ? MOST : doubled;
        return now;
    }
}
