package dev.tierwall.cli.report.naming;

import dev.tierwall.core.net.ConnectionSet;
import dev.tierwall.core.net.PortSet;
import dev.tierwall.core.net.Protocol;
import java.util.StringJoiner;

/**
 * Sets of connections as people write them. A list of ports leaves out whatever it does not name, ICMP and other
 * protocols included; {@code all} and {@code all but} let them in.
 */
public final class PortNames {

    private PortNames() {}

    /** {@code all}, {@code 80,8000-8999/TCP, 53/UDP}, {@code all TCP}, {@code all but 22/TCP}, {@code none}. */
    public static String of(ConnectionSet connections) {
        if (connections.isEmpty()) {
            return "none";
        }
        if (connections.isAll()) {
            return "all";
        }
        return connections.others()
                ? "all but " + list(ConnectionSet.ALL.minus(connections))
                : connections.allPorts() ? "all TCP, UDP, SCTP" : list(connections);
    }

    private static String list(ConnectionSet connections) {
        StringJoiner text = new StringJoiner(", ");
        for (Protocol protocol : Protocol.values()) {
            PortSet ports = connections.ports(protocol);
            if (!ports.isEmpty()) {
                text.add(ports.isAll() ? "all " + protocol : ports + "/" + protocol);
            }
        }
        return text.toString();
    }

    /** Whether any port of any protocol is in the set; without one there is nothing to connect to. */
    public static boolean any(ConnectionSet connections) {
        for (Protocol protocol : Protocol.values()) {
            if (!connections.ports(protocol).isEmpty()) {
                return true;
            }
        }
        return false;
    }
}
