package dev.tierwall.cli.report.rows;

import dev.tierwall.cli.frame.DataWriter;
import dev.tierwall.cli.output.Paint;
import dev.tierwall.cli.report.naming.PartyNames;
import dev.tierwall.core.connectivity.Party;
import dev.tierwall.core.net.ConnectionSet;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A list as a table in a terminal: source, destination, ports. */
public final class TextList implements ListWriter {

    /** So many lines are looked at to find the widths of the columns. */
    private static final int SAMPLE = 2000;

    /** No column is wider than this for the sake of one long name. */
    private static final int WIDEST = 60;

    private static final int GAP = 3;

    private final PartyNames names;
    private final Paint paint;

    public TextList(PartyNames names, Paint paint) {
        this.names = names;
        this.paint = paint;
    }

    @Override
    public void write(Listing listing, DataWriter out) {
        Bytes bytes = new Bytes(out.bytes());
        if (listing.style().folded()) {
            new Paragraphs(bytes).write(new FoldWords(listing, names));
        } else if (listing.style().explained()) {
            new ExplainedText(names, paint, bytes).write(listing);
        } else {
            Table table = new Table(listing, bytes);
            new Lines(listing.connectivity(), names).write(listing, table);
            table.settle();
        }
        if (!listing.openings().isEmpty()) {
            new OpeningText(names, paint, bytes).write(listing);
        }
        bytes.flush();
    }

    private record Line(String source, String destination, Lines.Ports ports) {}

    /** Columns as wide as the first lines need; until these are known, lines wait. */
    private final class Table implements Lines.Sink {

        private final Bytes out;
        private final boolean headers;
        private final List<Party> parties;
        private final List<Line> waiting = new ArrayList<>();
        private final Map<Lines.Ports, byte[]> ports = new HashMap<>();
        private final byte[][] sources;
        private final byte[][] destinations;
        private Lines.Ports last = new Lines.Ports(ConnectionSet.NONE, Optional.empty());
        private byte[] lastPorts = {};
        private boolean settled;
        private int first;
        private int second;

        Table(Listing listing, Bytes out) {
            this.out = out;
            this.headers = listing.style().headers();
            this.parties = listing.connectivity().allParties();
            this.sources = new byte[parties.size()][];
            this.destinations = new byte[parties.size()][];
        }

        @Override
        public void workloads(int source, int destination, Lines.Ports line) {
            if (!settled) {
                add(new Line(names.of(parties.get(source)), names.of(parties.get(destination)), line));
                return;
            }
            out.put(cell(sources, source, first));
            out.put(cell(destinations, destination, second));
            out.put(ports(line));
        }

        private byte[] cell(byte[][] cells, int party, int width) {
            byte[] cell = cells[party];
            if (cell == null) {
                cell = Bytes.of(padded(names.of(parties.get(party)), width));
                cells[party] = cell;
            }
            return cell;
        }

        @Override
        public void named(Lines.End source, Lines.End destination, Lines.Ports line) {
            add(new Line(
                    source.via().isEmpty() ? source.name() : source.name() + " via " + source.via(),
                    destination.name(),
                    line));
        }

        private byte[] ports(Lines.Ports line) {
            if (line != last) {
                last = line;
                lastPorts = ports.computeIfAbsent(line, key -> Bytes.of(key.name() + "\n"));
            }
            return lastPorts;
        }

        private void add(Line line) {
            if (settled) {
                put(line);
                return;
            }
            waiting.add(line);
            if (waiting.size() == SAMPLE) {
                settle();
            }
        }

        private void put(Line line) {
            out.put(padded(line.source(), first) + padded(line.destination(), second));
            out.put(ports(line.ports()));
        }

        /** Fixes the widths and writes what has waited. */
        void settle() {
            if (settled) {
                return;
            }
            settled = true;
            first = "SOURCE".length();
            second = "DESTINATION".length();
            for (Line line : waiting) {
                first = Math.max(first, line.source().length());
                second = Math.max(second, line.destination().length());
            }
            first = Math.min(first, WIDEST) + GAP;
            second = Math.min(second, WIDEST) + GAP;
            if (headers && !waiting.isEmpty()) {
                out.put(paint.bold(padded("SOURCE", first) + padded("DESTINATION", second) + "PORTS") + "\n");
            }
            waiting.forEach(this::put);
            waiting.clear();
        }
    }

    /** At least one gap after the text, however long it is. */
    static String padded(String text, int width) {
        return text + " ".repeat(Math.max(text.length() < width ? 0 : GAP, width - text.length()));
    }
}
