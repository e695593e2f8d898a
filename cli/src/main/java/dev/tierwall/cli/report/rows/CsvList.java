package dev.tierwall.cli.report.rows;

import dev.tierwall.cli.frame.DataWriter;
import dev.tierwall.cli.report.naming.PartyNames;
import dev.tierwall.core.connectivity.Party;
import dev.tierwall.core.model.ObjectKey;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A list as comma-separated values, quoted as RFC 4180 says, for spreadsheets; a fold is spread out, for a cell holds one thing. */
public final class CsvList implements ListWriter {

    private static final String HEADERS = "source_kind,source_namespace,source_name,"
            + "destination_kind,destination_namespace,destination_name,ports,family,via\n";

    private final PartyNames names;

    public CsvList(PartyNames names) {
        this.names = names;
    }

    @Override
    public void write(Listing listing, DataWriter out) {
        Bytes bytes = new Bytes(out.bytes());
        if (listing.style().headers()) {
            bytes.put(HEADERS);
        }
        new Lines(listing.connectivity(), names).write(listing, new Cells(listing, bytes));
        bytes.flush();
    }

    private static final class Cells implements Lines.Sink {

        private final Bytes out;
        private final List<Party> parties;
        private final byte[][] encoded;
        private final Map<Lines.Ports, byte[]> ports = new HashMap<>();

        Cells(Listing listing, Bytes out) {
            this.out = out;
            this.parties = listing.connectivity().allParties();
            this.encoded = new byte[parties.size()][];
        }

        @Override
        public void workloads(int source, int destination, Lines.Ports line) {
            out.put(cells(source));
            out.put(cells(destination));
            out.put(ports(line));
            out.put("\n");
        }

        private byte[] cells(int party) {
            byte[] known = encoded[party];
            if (known == null) {
                known = Bytes.of(cells(parties.get(party), ""));
                encoded[party] = known;
            }
            return known;
        }

        private static String cells(Party party, String name) {
            return party instanceof Party.OfWorkload(ObjectKey key)
                    ? cell(key.kind()) + "," + cell(key.namespace()) + "," + cell(key.name()) + ","
                    : "IPBlock,," + cell(name) + ",";
        }

        @Override
        public void named(Lines.End source, Lines.End destination, Lines.Ports line) {
            out.put(cells(source.party(), source.name()));
            out.put(cells(destination.party(), destination.name()));
            out.put(ports(line));
            out.put(cell(source.via()));
            out.put("\n");
        }

        private byte[] ports(Lines.Ports line) {
            return ports.computeIfAbsent(
                    line,
                    key -> Bytes.of(cell(new Lines.Ports(key.connections(), Optional.empty()).name()) + ","
                            + key.only().map(family -> family.label()).orElse("") + ","));
        }
    }

    /** Quoted where the text could be taken apart. */
    public static String cell(String text) {
        boolean plain = text.indexOf(',') < 0
                && text.indexOf('"') < 0
                && text.indexOf('\n') < 0
                && text.indexOf('\r') < 0
                && text.equals(text.strip());
        return plain ? text : '"' + text.replace("\"", "\"\"") + '"';
    }
}
