package dev.tierwall.kube.claim;

import dev.tierwall.core.claim.ClaimedPorts;
import dev.tierwall.core.model.Location;
import dev.tierwall.core.model.PortMatch;
import dev.tierwall.core.naming.AskedPort;
import dev.tierwall.core.naming.Reading;
import dev.tierwall.core.net.PortSet;
import dev.tierwall.core.net.Protocol;
import dev.tierwall.kube.tree.Node;
import dev.tierwall.kube.tree.Problems;
import dev.tierwall.kube.wire.Spelling;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads {@code ports}: {@code all}, a port, or a list such as {@code [443, 53/UDP, 8000-8999, http]}. */
final class PortReader {
    private static final String ALL = "all";
    private static final Pattern RANGE = Pattern.compile("(\\d{1,5})-(\\d{1,5})(?:/(\\w+))?");

    private final Problems problems;

    PortReader(Problems problems) {
        this.problems = problems;
    }

    @Nullable
    ClaimedPorts of(Node node) {
        if (node instanceof Node.Text text && text.value().equals(ALL)) {
            return new ClaimedPorts.All();
        }
        List<Node> items = node instanceof Node.Sequence list ? list.items() : List.of(node);
        List<PortMatch> ports = new ArrayList<>();
        for (Node item : items) {
            PortMatch port = port(item);
            if (port != null) {
                ports.add(port);
            }
        }
        if (items.isEmpty()) {
            problems.error(problems.at(node), "the list of ports is empty", "name ports, or write `ports: all`");
        }
        return ports.isEmpty() || ports.size() < items.size() ? null : new ClaimedPorts.Listed(ports);
    }

    /** A port that stood after a name. */
    ClaimedPorts of(AskedPort asked, Location at) {
        return new ClaimedPorts.Listed(List.of(match(asked, at)));
    }

    private @Nullable PortMatch port(Node item) {
        String text = switch (item) {
            case Node.Whole whole -> Long.toString(whole.value());
            case Node.Text written -> written.value();
            default -> "";
        };
        if (text.isEmpty()) {
            problems.error(
                    problems.at(item),
                    "a port must be a number or a text, but is " + item.kind(),
                    "write such as 443, 53/UDP, 8000-8999 or http");
            return null;
        }
        Matcher range = RANGE.matcher(text);
        if (range.matches()) {
            return range(range, item);
        }
        return switch (AskedPort.read(text)) {
            case Reading.Known<AskedPort>(AskedPort asked) -> match(asked, problems.at(item));
            case Reading.Unknown<AskedPort>(String problem, String remedy) -> {
                problems.error(problems.at(item), problem, remedy);
                yield null;
            }
        };
    }

    private @Nullable PortMatch range(Matcher range, Node item) {
        int first = Integer.parseInt(range.group(1));
        int last = Integer.parseInt(range.group(2));
        Optional<Protocol> protocol =
                range.group(3) == null ? Optional.of(Protocol.TCP) : Protocol.parse(range.group(3));
        if (first < PortSet.MIN || last > PortSet.MAX || first > last || protocol.isEmpty()) {
            problems.error(
                    problems.at(item),
                    Spelling.quoted(range.group()) + " is no range of ports",
                    "write the lower of two numbers from 1 to 65535 first, and TCP, UDP or SCTP after a slash");
            return null;
        }
        return new PortMatch.Numbers(protocol.get(), PortSet.range(first, last), problems.at(item));
    }

    private static PortMatch match(AskedPort asked, Location at) {
        return switch (asked) {
            case AskedPort.Numbered(int number, Optional<Protocol> protocol) ->
                new PortMatch.Numbers(protocol.orElse(Protocol.TCP), PortSet.of(number), at);
            case AskedPort.Named(String name, Optional<Protocol> protocol) ->
                new PortMatch.Named(
                        name, protocol.<Set<Protocol>>map(Set::of).orElse(EnumSet.allOf(Protocol.class)), at);
            case AskedPort.Declared declared -> throw new IllegalArgumentException("no port");
        };
    }
}
