package dev.tierwall.core.naming;

import dev.tierwall.core.net.Address;
import dev.tierwall.core.net.Cidr;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * One side of a question as written: a name, and for a destination a port.
 *
 * @param name whom
 * @param port which port of it
 */
public record Asked(Name name, AskedPort port) {

    private static final String SERVICE = "svc:";

    /** Reads a name that has no port. */
    public static Reading<Name> readName(String text) {
        return text.startsWith("[") ? read(text).then(asked -> nameAlone(asked, text)) : name(text);
    }

    private static Reading<Name> nameAlone(Asked asked, String text) {
        return asked.port() instanceof AskedPort.Declared
                ? Reading.of(asked.name())
                : Reading.problem("'" + text + "' has a port", "leave it out: only the destination has one");
    }

    /** Reads a name with a port after a colon; without one, {@link AskedPort.Declared} ports are meant. */
    public static Reading<Asked> read(String text) {
        int from = text.startsWith(SERVICE) ? SERVICE.length() : 0;
        if (text.startsWith("[", from)) {
            return bracketed(text);
        }
        String rest = text.substring(from);
        boolean whole = Address.parse(rest).isPresent() || Cidr.parse(rest).isPresent();
        int colon = whole ? -1 : text.lastIndexOf(':');
        return colon < from
                ? withPort(name(text), new AskedPort.Declared())
                : AskedPort.read(text.substring(colon + 1))
                        .then(port -> withPort(name(text.substring(0, colon)), port));
    }

    private static Reading<Asked> withPort(Reading<Name> name, AskedPort port) {
        return name.then(known -> Reading.of(new Asked(known, port)));
    }

    /** {@code [2001:db8::1]:443}, {@code [2001:db8::/32]:443} or {@code [2001:db8::]/32:443}. */
    private static Reading<Asked> bracketed(String text) {
        int close = text.indexOf(']');
        int colon = close < 0 ? -1 : text.indexOf(':', close);
        int end = colon < 0 ? text.length() : colon;
        String name = close < 0 ? "" : text.substring(1, close) + text.substring(close + 1, end);
        if (Address.parse(name).isEmpty() && Cidr.parse(name).isEmpty()) {
            return Reading.problem(
                    "'" + text + "' is no address",
                    "write brackets around an IPv6 address alone, as in [2001:db8::1]:443");
        }
        return colon < 0
                ? withPort(name(name), new AskedPort.Declared())
                : AskedPort.read(text.substring(colon + 1)).then(port -> withPort(name(name), port));
    }

    private static Reading<Name> name(String text) {
        if (text.startsWith(SERVICE)) {
            return service(text.substring(SERVICE.length()));
        }
        Optional<Name> address = Address.parse(text)
                .<Name>map(Name.OfAddress::new)
                .or(() -> Cidr.parse(text).map(Name.OfBlock::new));
        if (address.isPresent()) {
            return Reading.of(address.get());
        }
        if (text.equals("internet")) {
            return Reading.of(new Name.Internet());
        }
        if (!text.isEmpty() && text.chars().allMatch(c -> c == '.' || c == '/' || (c >= '0' && c <= '9'))) {
            return Reading.problem("'" + text + "' is neither an IP address nor a block of them", "");
        }
        List<String> parts = Arrays.asList(text.split("/", -1));
        if (parts.contains("") || parts.size() > 3) {
            return notAName(text);
        }
        return Reading.of(
                switch (parts.size()) {
                    case 1 -> new Name.OfObject(Optional.empty(), Optional.empty(), text);
                    case 2 -> new Name.OfObject(Optional.of(parts.get(0)), Optional.empty(), parts.get(1));
                    default -> new Name.OfObject(Optional.of(parts.get(0)), Optional.of(parts.get(1)), parts.get(2));
                });
    }

    private static Reading<Name> service(String text) {
        List<String> parts = Arrays.asList(text.split("/", -1));
        if (Address.parse(text).isPresent()) {
            return Reading.of(new Name.OfAddress(Address.parse(text).get()));
        }
        if (parts.contains("") || parts.size() > 2) {
            return Reading.problem("'svc:" + text + "' names no Service", "write svc:namespace/name");
        }
        return Reading.of(
                parts.size() == 1
                        ? new Name.OfService(Optional.empty(), text)
                        : new Name.OfService(Optional.of(parts.get(0)), parts.get(1)));
    }

    private static Reading<Name> notAName(String text) {
        return Reading.problem(
                "'" + text + "' names nothing",
                "write namespace/name, namespace/Kind/name, svc:namespace/name, an IP address, a CIDR or internet");
    }
}
