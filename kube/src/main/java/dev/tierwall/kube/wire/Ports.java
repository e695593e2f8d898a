package dev.tierwall.kube.wire;

import dev.tierwall.core.model.Location;
import dev.tierwall.core.model.PortMatch;
import dev.tierwall.core.net.PortSet;
import dev.tierwall.core.net.Protocol;
import dev.tierwall.kube.tree.Node;
import dev.tierwall.kube.tree.Problems;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads port numbers, names and protocols. */
final class Ports {

    private Ports() {}

    /** A port of a NetworkPolicy rule, or null after a finding. */
    static @Nullable PortMatch ofNetworkPolicy(Fields port) {
        int before = port.problems().errors();
        port.only("protocol", "port", "endPort");
        Protocol protocol = protocol(port);
        PortMatch match = switch (port.value("port")) {
            case null -> withoutNumber(port, protocol);
            case Node.Text name -> named(port, name, protocol);
            case Node.Whole first -> numbered(port, first, protocol);
            case Node other -> {
                port.problems()
                        .error(
                                port.problems().at(other),
                                "`port` must be a number or a name, but is " + other.kind(),
                                "write a number from 1 to 65535, or the name of a container's port");
                yield null;
            }
        };
        return port.problems().errors() == before ? match : null;
    }

    private static PortMatch withoutNumber(Fields port, Protocol protocol) {
        if (port.has("endPort")) {
            port.problems()
                    .error(
                            port.at("endPort"),
                            "`endPort` without `port`",
                            "add `port` with the first port of the range");
        }
        return new PortMatch.Numbers(protocol, PortSet.ALL, port.location());
    }

    private static PortMatch named(Fields port, Node.Text name, Protocol protocol) {
        Problems problems = port.problems();
        if (port.has("endPort")) {
            problems.error(
                    port.at("endPort"), "`endPort` with a port name", "a range needs numbers: give `port` as a number");
        }
        if (Spelling.isNumber(name.value())) {
            problems.error(
                    problems.at(name),
                    "the port " + Spelling.quoted(name.value()) + " is a text, and so a name, which must have a letter",
                    "remove the quotes");
        } else {
            checkName(name, problems);
        }
        return new PortMatch.Named(name.value(), Set.of(protocol), port.location());
    }

    static void checkName(Node.Text name, Problems problems) {
        String problem = Names.portNameProblem(name.value());
        if (!problem.isEmpty()) {
            problems.error(
                    problems.at(name),
                    "the port name " + Spelling.quoted(name.value()) + " " + problem,
                    "no container can have a port of this name");
        }
    }

    private static @Nullable PortMatch numbered(Fields port, Node.Whole first, Protocol protocol) {
        Problems problems = port.problems();
        int number = number(first, problems);
        Node.Whole end = port.whole("endPort");
        int last = end == null ? number : number(end, problems);
        if (end != null && end.value() < first.value()) {
            problems.error(
                    problems.at(end),
                    "`endPort` " + end.value() + " is below `port` " + first.value(),
                    "`endPort` is the last port of the range and must not be below `port`");
        }
        boolean sound = number > 0 && last >= number;
        return sound ? new PortMatch.Numbers(protocol, PortSet.range(number, last), port.location()) : null;
    }

    /** A port number, or 0 after a finding. */
    static int number(Node.Whole node, Problems problems) {
        if (node.value() >= PortSet.MIN && node.value() <= PortSet.MAX) {
            return (int) node.value();
        }
        problems.error(
                problems.at(node),
                node.value() + " is not a port number",
                "port numbers are from 1 to 65535"
                        + (node.value() == 0 ? "; leave the port out to mean all ports" : ""));
        return 0;
    }

    /** The protocol of a port; TCP if none is written, or after a finding. */
    static Protocol protocol(Fields port) {
        Node.Text written = port.text("protocol");
        if (written == null) {
            return Protocol.TCP;
        }
        for (Protocol protocol : Protocol.values()) {
            if (protocol.name().equals(written.value())) {
                return protocol;
            }
        }
        Location at = port.at("protocol");
        Protocol meant = Protocol.parse(written.value()).orElse(null);
        port.problems()
                .error(
                        at,
                        Spelling.quoted(written.value()) + " is not a protocol of ports",
                        meant == null ? "use one of TCP, UDP, SCTP" : "did you mean `" + meant + "`?");
        return Protocol.TCP;
    }
}
