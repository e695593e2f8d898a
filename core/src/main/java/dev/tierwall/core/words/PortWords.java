package dev.tierwall.core.words;

import dev.tierwall.core.model.PortMatch;
import java.util.List;
import java.util.TreeSet;

/** The ports of rules as people write them. */
public final class PortWords {
    private PortWords() {}

    /** {@code 80/TCP, 8000-8999/TCP or port http}. */
    public static String or(List<PortMatch> ports) {
        return Words.or(ports.stream().map(PortWords::of).distinct().toList());
    }

    /** {@code 80,443/TCP and 53/UDP}; {@code all ports}. */
    public static String and(List<PortMatch> ports) {
        return Words.and(ports.stream().map(PortWords::of).distinct().toList());
    }

    /** One of them: {@code 80/TCP}, {@code port http/TCP}, {@code any TCP port}, {@code all ports}. */
    public static String of(PortMatch port) {
        return switch (port) {
            case PortMatch.Everything ignored -> "all ports";
            case PortMatch.Numbers numbers ->
                numbers.ports().isAll()
                        ? "any " + numbers.protocol() + " port"
                        : numbers.ports() + "/" + numbers.protocol();
            case PortMatch.Named named ->
                "port " + named.name()
                        + (named.protocols().size() == 1 ? "/" + new TreeSet<>(named.protocols()).first() : "");
        };
    }
}
