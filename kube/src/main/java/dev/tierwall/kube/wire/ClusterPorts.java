package dev.tierwall.kube.wire;

import dev.tierwall.core.model.PortMatch;
import dev.tierwall.core.net.PortSet;
import dev.tierwall.core.net.Protocol;
import dev.tierwall.kube.tree.Node;
import dev.tierwall.kube.tree.Problems;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Reads the ports of cluster-wide rules in both generations of the API. */
final class ClusterPorts {

    private static final String[] PROTOCOLS = {"tcp", "udp", "sctp", "destinationNamedPort"};
    private static final String[] OLDER = {"portNumber", "portRange", "namedPort"};

    private ClusterPorts() {}

    /** One port of a rule, or null after a finding. */
    static @Nullable PortMatch read(Fields port, boolean protocols) {
        int before = port.problems().errors();
        String[] known = protocols ? PROTOCOLS : OLDER;
        port.only(known);
        if (port.problems().errors() > before) {
            return null;
        }
        if (port.count() != 1) {
            port.problems()
                    .error(
                            port.location(),
                            "a port entry with " + port.count() + " fields",
                            "write exactly one of " + String.join(", ", known) + " in each entry");
            return null;
        }
        PortMatch match = protocols ? byProtocol(port) : older(port);
        return port.problems().errors() == before ? match : null;
    }

    private static @Nullable PortMatch byProtocol(Fields port) {
        String field = ClusterRules.first(port);
        if (field.equals("destinationNamedPort")) {
            return named(port, field);
        }
        Protocol protocol = Protocol.valueOf(field.toUpperCase(Locale.ROOT));
        Fields protocolFields = port.mapping(field);
        if (protocolFields == null) {
            return null;
        }
        protocolFields.only("destinationPort");
        Fields destination = protocolFields.mapping("destinationPort");
        if (destination == null) {
            if (protocolFields.count() == 0) {
                port.problems()
                        .warning(
                                port.at(field),
                                "`" + field + "` without `destinationPort`: it is read as all ports of " + protocol,
                                "the API server refuses it; write a range from 1 to 65535 if all ports are meant");
            }
            return new PortMatch.Numbers(protocol, PortSet.ALL, port.location());
        }
        destination.only("number", "range");
        if (destination.count() != 1) {
            port.problems()
                    .error(
                            destination.location(),
                            "`destinationPort` with " + destination.count() + " fields",
                            "write exactly one of number, range");
            return null;
        }
        Node.Whole number = destination.whole("number");
        Fields range = destination.mapping("range");
        if (range != null) {
            range.only("start", "end");
        }
        PortSet ports = number != null ? one(number, port.problems()) : range == null ? null : range(range, true);
        return ports == null ? null : new PortMatch.Numbers(protocol, ports, port.location());
    }

    private static @Nullable PortMatch older(Fields port) {
        String field = ClusterRules.first(port);
        if (field.equals("namedPort")) {
            return named(port, field);
        }
        Fields inner = port.mapping(field);
        if (inner == null) {
            return null;
        }
        Protocol protocol = Ports.protocol(inner);
        PortSet ports;
        if (field.equals("portRange")) {
            inner.only("protocol", "start", "end");
            ports = range(inner, false);
        } else {
            inner.only("protocol", "port");
            Node.Whole number = inner.whole("port");
            if (number == null && !inner.has("port")) {
                inner.missing("port", "add the port number");
            }
            ports = number == null ? null : one(number, port.problems());
        }
        return ports == null ? null : new PortMatch.Numbers(protocol, ports, port.location());
    }

    private static @Nullable PortSet one(Node.Whole number, Problems problems) {
        int port = Ports.number(number, problems);
        return port == 0 ? null : PortSet.of(port);
    }

    /** A range of ports; the older API lets it have a single one. */
    private static @Nullable PortSet range(Fields range, boolean several) {
        Node.Whole start = range.whole("start");
        Node.Whole end = range.whole("end");
        for (String field : List.of("start", "end")) {
            if (!range.has(field)) {
                range.missing(field, "a range needs its first port as `start` and its last as `end`");
            }
        }
        if (start == null || end == null) {
            return null;
        }
        int first = Ports.number(start, range.problems());
        int last = Ports.number(end, range.problems());
        if (first == 0 || last == 0) {
            return null;
        }
        if (first > last || (first == last && several)) {
            range.problems()
                    .error(
                            range.at("end"),
                            "`end` " + last + " is not above `start` " + first,
                            first == last ? "for a single port give its number" : "swap the two");
            return null;
        }
        return PortSet.range(first, last);
    }

    private static @Nullable PortMatch named(Fields port, String field) {
        Node.Text name = port.text(field);
        if (name == null) {
            return null;
        }
        Ports.checkName(name, port.problems());
        return new PortMatch.Named(name.value(), EnumSet.copyOf(Arrays.asList(Protocol.values())), port.location());
    }
}
