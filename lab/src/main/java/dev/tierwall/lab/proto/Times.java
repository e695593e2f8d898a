package dev.tierwall.lab.proto;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Points and lengths of time between JSON, where they are text, and the wire, where they are numbers. */
final class Times {

    private static final DateTimeFormatter SECONDS =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);
    private static final DateTimeFormatter MICROSECONDS = DateTimeFormatter.ofPattern(
                    "uuuu-MM-dd'T'HH:mm:ss.SSSSSS'Z'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);
    private static final Pattern PART = Pattern.compile("([0-9]*\\.?[0-9]+|[0-9]+\\.)(ns|us|µs|μs|ms|s|m|h)");
    private static final Map<String, Long> NANOSECONDS = Map.of(
            "ns",
            1L,
            "us",
            1_000L,
            "µs",
            1_000L,
            "μs",
            1_000L,
            "ms",
            1_000_000L,
            "s",
            1_000_000_000L,
            "m",
            60_000_000_000L,
            "h",
            3_600_000_000_000L);

    private Times() {}

    static void encode(WireWriter out, String text) {
        Instant time = OffsetDateTime.parse(text).toInstant();
        out.varint(1, time.getEpochSecond());
        out.varint(2, time.getNano());
    }

    static String text(long seconds, int nanos, boolean withMicroseconds) {
        return (withMicroseconds ? MICROSECONDS : SECONDS).format(Instant.ofEpochSecond(seconds, nanos));
    }

    /** What {@code 1h2m3.5s} is in nanoseconds. */
    static long nanoseconds(String text) {
        BigDecimal sum = BigDecimal.ZERO;
        Matcher parts = PART.matcher(text);
        while (parts.find()) {
            long unit = NANOSECONDS.getOrDefault(parts.group(2), 0L);
            sum = sum.add(new BigDecimal(parts.group(1)).multiply(BigDecimal.valueOf(unit)));
        }
        return text.startsWith("-") ? -sum.longValue() : sum.longValue();
    }

    /** As Go writes a length of time: {@code 1h2m3.5s}. */
    static String text(long nanoseconds) {
        if (nanoseconds == 0) {
            return "0s";
        }
        long rest = Math.abs(nanoseconds);
        String sign = nanoseconds < 0 ? "-" : "";
        if (rest < 1_000L) {
            return sign + rest + "ns";
        }
        if (rest < 1_000_000L) {
            return sign + plain(rest, 3) + "µs";
        }
        if (rest < 1_000_000_000L) {
            return sign + plain(rest, 6) + "ms";
        }
        long minutes = rest / 60_000_000_000L;
        String seconds = plain(rest % 60_000_000_000L, 9) + "s";
        if (minutes == 0) {
            return sign + seconds;
        }
        return sign + (minutes < 60 ? "" : minutes / 60 + "h") + minutes % 60 + "m" + seconds;
    }

    private static String plain(long value, int digits) {
        BigDecimal plain = BigDecimal.valueOf(value, digits).stripTrailingZeros();
        return plain.signum() == 0 ? "0" : plain.toPlainString();
    }
}
