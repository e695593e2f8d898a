package dev.tierwall.cli.report.rows;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import dev.tierwall.core.connectivity.Party;
import dev.tierwall.core.label.Selector;
import dev.tierwall.core.model.ObjectKey;
import dev.tierwall.core.model.Peer.NamespaceMatch;
import dev.tierwall.core.net.AddressRange;
import dev.tierwall.core.net.AddressSet;
import dev.tierwall.core.net.ConnectionSet;
import dev.tierwall.core.net.IpFamily;
import dev.tierwall.core.net.PortSet;
import dev.tierwall.core.net.Protocol;
import dev.tierwall.core.policy.GroupKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.StringJoiner;

/** The pieces of rows as JSON, each on one line and without spaces. */
public final class JsonParts {

    private JsonParts() {}

    /** A text in quotes. */
    public static String text(String value) {
        return '"' + new String(JsonStringEncoder.getInstance().quoteAsString(value)) + '"';
    }

    public static String of(Party party) {
        return switch (party) {
            case Party.OfWorkload(ObjectKey key) -> of(key);
            case Party.OfAddresses(AddressSet addresses) -> of(addresses);
        };
    }

    public static String of(ObjectKey key) {
        return "{\"kind\":" + text(key.kind())
                + (key.namespace().isEmpty() ? "" : ",\"namespace\":" + text(key.namespace()))
                + ",\"name\":" + text(key.name()) + "}";
    }

    /** Addresses outside the cluster. */
    public static String of(AddressSet addresses) {
        StringJoiner ranges = new StringJoiner(",", "{\"kind\":\"IPBlock\",\"ranges\":[", "]}");
        for (AddressRange range : addresses.ranges()) {
            ranges.add('"' + range.toString() + '"');
        }
        return ranges.toString();
    }

    /** Pods to come, by selectors as kubectl writes them; an empty one selects everything. */
    static String pods(Optional<GroupKey.Pods> pods) {
        if (pods.isEmpty()) {
            return "{\"any\":true}";
        }
        String namespaces = switch (pods.get().namespaces()) {
            case NamespaceMatch.Named(String name) -> "{\"namespace\":" + text(name);
            case NamespaceMatch.Matching(Selector selector) -> "{\"namespaceSelector\":" + selector(selector);
        };
        return namespaces + ",\"podSelector\":" + selector(pods.get().pods()) + "}";
    }

    private static String selector(Selector selector) {
        return text(selector.isEverything() ? "" : selector.toString());
    }

    /** {@code "all"}, or the ports of each protocol as numbers and ranges. */
    public static String ports(ConnectionSet connections) {
        if (connections.allPorts()) {
            return "\"all\"";
        }
        StringJoiner protocols = new StringJoiner(",", "{", "}");
        for (Protocol protocol : Protocol.values()) {
            List<String> ranges = ranges(connections.ports(protocol));
            if (!ranges.isEmpty()) {
                protocols.add("\"" + protocol + "\":[\"" + String.join("\",\"", ranges) + "\"]");
            }
        }
        return protocols.toString();
    }

    /** {@code 80}, {@code 8000-8999}. */
    public static List<String> ranges(PortSet ports) {
        List<String> ranges = new ArrayList<>(ports.rangeCount());
        for (int i = 0; i < ports.rangeCount(); i++) {
            ranges.add(ports.first(i) == ports.last(i) ? "" + ports.first(i) : ports.first(i) + "-" + ports.last(i));
        }
        return ranges;
    }

    /**
     * Whether something has to be said of protocols without ports: {@code "all"} lets them in and a list of ports does
     * not, which is said where it is otherwise.
     */
    public static Optional<Boolean> otherProtocols(ConnectionSet connections) {
        return connections.others() == connections.allPorts() ? Optional.empty() : Optional.of(connections.others());
    }

    /** The fields of a row after its parties. */
    static String connections(ConnectionSet connections, Optional<IpFamily> only) {
        return "\"ports\":" + ports(connections)
                + otherProtocols(connections)
                        .map(others -> ",\"otherProtocols\":" + others)
                        .orElse("")
                + only.map(family -> ",\"family\":\"" + family.label() + "\"").orElse("");
    }
}
