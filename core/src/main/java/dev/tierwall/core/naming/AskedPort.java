package dev.tierwall.core.naming;

import dev.tierwall.core.net.PortSet;
import dev.tierwall.core.net.Protocol;
import java.util.Optional;

/** The port of a question, as a person writes it. */
public sealed interface AskedPort {

    /** A number: {@code 8080}, {@code 53/UDP}. Without a protocol it is TCP. */
    record Numbered(int number, Optional<Protocol> protocol) implements AskedPort {}

    /** A name that the destination gives a port: {@code http}, {@code dns/UDP}. */
    record Named(String name, Optional<Protocol> protocol) implements AskedPort {}

    /** Nothing was written: every port that the destination declares. */
    record Declared() implements AskedPort {}

    /** Reads {@code 8080}, {@code 8080/TCP}, {@code http}, {@code dns/UDP}. */
    static Reading<AskedPort> read(String text) {
        int slash = text.indexOf('/');
        String port = slash < 0 ? text : text.substring(0, slash);
        Optional<Protocol> protocol = slash < 0 ? Optional.empty() : Protocol.parse(text.substring(slash + 1));
        if (slash >= 0 && protocol.isEmpty()) {
            return Reading.problem(
                    "'" + text.substring(slash + 1) + "' is no protocol that policies know", "write TCP, UDP or SCTP");
        }
        if (port.isEmpty()) {
            return Reading.problem("there is no port in '" + text + "'", "write a port such as 8080, 53/UDP or http");
        }
        if (!port.chars().allMatch(c -> c >= '0' && c <= '9')) {
            return isPortName(port)
                    ? Reading.of(new Named(port, protocol))
                    : Reading.problem("'" + port + "' is no port", "write a number from 1 to 65535 or a port's name");
        }
        int number = port.length() > 5 ? 0 : Integer.parseInt(port);
        return number < PortSet.MIN || number > PortSet.MAX
                ? Reading.problem("'" + port + "' is no port number", "write a number from 1 to 65535")
                : Reading.of(new Numbered(number, protocol));
    }

    private static boolean isPortName(String text) {
        return text.length() <= 63 && text.chars().allMatch(c -> c == '-' || c == '.' || isLetterOrDigit(c));
    }

    private static boolean isLetterOrDigit(int c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    }
}
