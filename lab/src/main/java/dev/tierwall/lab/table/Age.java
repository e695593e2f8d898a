package dev.tierwall.lab.table;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;

/** How long ago something was, in the two largest units that matter. */
final class Age {

    private static final long MINUTE = 60;
    private static final long HOUR = 60 * MINUTE;
    private static final long DAY = 24 * HOUR;
    private static final long YEAR = 365 * DAY;

    private Age() {}

    /** The time since a moment that an object states; {@code <unknown>} if it states none. */
    static String since(String moment, Instant now) {
        try {
            return of(Duration.between(Instant.parse(moment), now));
        } catch (DateTimeException none) {
            return moment.isEmpty() ? "<unknown>" : "<invalid>";
        }
    }

    static String of(Duration duration) {
        long s = Math.max(0, duration.toSeconds());
        if (s < 2 * MINUTE) {
            return s + "s";
        }
        if (s < 10 * MINUTE) {
            return two(s, MINUTE, "m", 1, "s");
        }
        if (s < 3 * HOUR) {
            return s / MINUTE + "m";
        }
        if (s < 8 * HOUR) {
            return two(s, HOUR, "h", MINUTE, "m");
        }
        if (s < 2 * DAY) {
            return s / HOUR + "h";
        }
        if (s < 8 * DAY) {
            return two(s, DAY, "d", HOUR, "h");
        }
        if (s < 2 * YEAR) {
            return s / DAY + "d";
        }
        return s < 8 * YEAR ? two(s, YEAR, "y", DAY, "d") : s / YEAR + "y";
    }

    private static String two(long seconds, long large, String largeName, long small, String smallName) {
        long rest = seconds % large / small;
        return seconds / large + largeName + (rest == 0 ? "" : rest + smallName);
    }
}
