package dev.tierwall.core.net;

import java.util.Locale;
import java.util.Optional;

/** The transport protocols that a policy can name. */
public enum Protocol {
    TCP,
    UDP,
    SCTP;

    /** The protocol written {@code text}, in any case. */
    public static Optional<Protocol> parse(String text) {
        return switch (text.toUpperCase(Locale.ROOT)) {
            case "TCP" -> Optional.of(TCP);
            case "UDP" -> Optional.of(UDP);
            case "SCTP" -> Optional.of(SCTP);
            default -> Optional.empty();
        };
    }
}
