package dev.tierwall.cli.report.rows;

import dev.tierwall.cli.frame.DataWriter;
import dev.tierwall.cli.output.Format;
import dev.tierwall.cli.report.naming.PortNames;
import dev.tierwall.core.collect.Bits;
import dev.tierwall.core.connectivity.Connectivity;
import dev.tierwall.core.connectivity.Entrances.Entrance;
import dev.tierwall.core.connectivity.Party;
import dev.tierwall.core.net.ConnectionSet;
import dev.tierwall.core.net.IpFamily;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A list as JSON (docs/schemas/connectivity-list.json): one row a line, in constant memory. What a party or a set of
 * ports looks like is made once and copied from then on.
 */
public final class JsonList implements ListWriter {

    private static final byte[] SOURCE = Bytes.of("{\"source\":");
    private static final byte[] DESTINATION = Bytes.of(",\"destination\":");
    private static final byte[] SOURCES = Bytes.of("{\"sources\":[");
    private static final byte[] DESTINATIONS = Bytes.of("],\"destinations\":[");
    private static final byte[] NOTHING = {};

    private record Ports(ConnectionSet connections, Optional<IpFamily> only) {}

    private final Map<Ports, byte[]> ports = new HashMap<>();

    @Override
    public void write(Listing listing, DataWriter out) {
        if (listing.style().explained() && !listing.style().folded()) {
            new TreeList(Format.JSON).write(listing, out);
            return;
        }
        Bytes bytes = new Bytes(out.bytes());
        bytes.put("{\"apiVersion\":\"tierwall.dev/v1\",\"kind\":\"ConnectivityList\","
                + (listing.style().folded() ? "\"folded\":true," : "") + "\"connections\":[");
        Body body = new Body(listing, bytes);
        if (listing.style().folded()) {
            listing.connectivity().folds(listing.wanted(), body::fold);
        } else {
            listing.connectivity().rows(listing.wanted(), body::row);
        }
        listing.entrances().forEach(body::entrance);
        bytes.put(']');
        if (!listing.openings().isEmpty()) {
            bytes.put(",\"exposure\":[");
            body.first = true;
            listing.openings().forEach(body::opening);
            bytes.put(']');
        }
        bytes.put("}\n");
        bytes.flush();
    }

    private byte[] ports(ConnectionSet connections, Optional<IpFamily> only) {
        return ports.computeIfAbsent(
                new Ports(connections, only), key -> Bytes.of(JsonParts.connections(connections, only)));
    }

    /** The rows, folds and openings between the brackets. */
    private final class Body {

        private final Listing listing;
        private final Bytes out;
        private final List<Party> parties;
        private final byte[][] encoded;
        private boolean first = true;

        /** What the last rows were made of: neighbours mostly share it. */
        private ConnectionSet lastConnections = ConnectionSet.NONE;

        private byte[] lastPorts = NOTHING;

        Body(Listing listing, Bytes out) {
            Connectivity connectivity = listing.connectivity();
            this.listing = listing;
            this.out = out;
            this.parties = connectivity.allParties();
            this.encoded = new byte[parties.size()][];
        }

        private byte[] party(int number) {
            byte[] known = encoded[number];
            if (known == null) {
                known = Bytes.of(JsonParts.of(parties.get(number)));
                encoded[number] = known;
            }
            return known;
        }

        private void begin() {
            out.put(first ? "\n " : ",\n ");
            first = false;
        }

        void row(int source, int destination, ConnectionSet connections, Optional<IpFamily> only) {
            if (connections != lastConnections || only.isPresent()) {
                if (!PortNames.any(connections)) {
                    return;
                }
                lastPorts = ports(connections, only);
                lastConnections = only.isPresent() ? ConnectionSet.NONE : connections;
            }
            begin();
            out.put(SOURCE);
            out.put(party(source));
            out.put(DESTINATION);
            out.put(party(destination));
            out.put(',');
            out.put(lastPorts);
            out.put('}');
        }

        void fold(Bits sources, Bits destinations, ConnectionSet connections, Optional<IpFamily> only) {
            if (!PortNames.any(connections)) {
                return;
            }
            begin();
            out.put(SOURCES);
            parties(sources);
            out.put(DESTINATIONS);
            parties(destinations);
            out.put("],");
            out.put(ports(connections, only));
            out.put('}');
        }

        private void parties(Bits numbers) {
            boolean more = false;
            for (int party = numbers.next(0); party >= 0; party = numbers.next(party + 1)) {
                if (more) {
                    out.put(',');
                }
                more = true;
                out.put(party(party));
            }
        }

        /** In a folded list an entrance is a fold of one source and one destination, so that all rows have one shape. */
        void entrance(Entrance entrance) {
            boolean folded = listing.style().folded();
            begin();
            out.put(folded ? SOURCES : SOURCE);
            out.put(JsonParts.of(entrance.sources()));
            out.put(folded ? DESTINATIONS : DESTINATION);
            out.put(JsonParts.of(entrance.destination()));
            out.put(folded ? "]," : ",");
            out.put(ports(entrance.connections(), Optional.empty()));
            out.put(",\"via\":" + JsonParts.of(entrance.via()) + "}");
        }

        void opening(WorkloadOpening opening) {
            begin();
            out.put("{\"workload\":" + JsonParts.of(opening.workload()) + ",\"direction\":\""
                    + opening.direction().label() + "\",\"pods\":" + JsonParts.pods(opening.pods()) + ",");
            out.put(ports(opening.connections(), opening.only()));
            out.put('}');
        }
    }
}
