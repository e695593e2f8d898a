package dev.tierwall.cli.report.rows;

import dev.tierwall.cli.frame.DataWriter;
import dev.tierwall.cli.report.naming.PartyNames;
import dev.tierwall.core.connectivity.Party;
import java.util.List;

/** A list as a table in Markdown, for pull requests and wikis. */
public final class MarkdownList implements ListWriter {

    private final PartyNames names;

    public MarkdownList(PartyNames names) {
        this.names = names;
    }

    @Override
    public void write(Listing listing, DataWriter out) {
        List<Party> parties = listing.connectivity().allParties();
        Bytes bytes = new Bytes(out.bytes());
        bytes.put("| source | destination | ports |\n|---|---|---|\n");
        if (listing.style().folded()) {
            new FoldWords(listing, names)
                    .forEach((sources, destinations, ports) -> bytes.put("| " + joined(sources) + " | "
                            + joined(destinations) + " | " + escaped(ports.name()) + " |\n"));
        } else {
            new Lines(listing.connectivity(), names).write(listing, new Lines.Sink() {
                @Override
                public void workloads(int source, int destination, Lines.Ports ports) {
                    line(names.of(parties.get(source)), names.of(parties.get(destination)), ports);
                }

                @Override
                public void named(Lines.End source, Lines.End destination, Lines.Ports ports) {
                    String via = source.via().isEmpty() ? "" : " via " + source.via();
                    line(source.name() + via, destination.name(), ports);
                }

                private void line(String source, String destination, Lines.Ports ports) {
                    bytes.put("| " + escaped(source) + " | " + escaped(destination) + " | " + escaped(ports.name())
                            + " |\n");
                }
            });
        }
        openings(listing, bytes);
        bytes.flush();
    }

    private void openings(Listing listing, Bytes bytes) {
        if (listing.openings().isEmpty()) {
            return;
        }
        bytes.put("\n| workload | direction | pods to come | ports |\n|---|---|---|---|\n");
        for (WorkloadOpening opening : listing.openings()) {
            bytes.put("| " + escaped(names.of(opening.workload())) + " | "
                    + opening.direction().label() + " | " + escaped(opening.podsInWords()) + " | "
                    + escaped(new Lines.Ports(opening.connections(), opening.only()).name()) + " |\n");
        }
    }

    private static String joined(List<String> words) {
        return escaped(String.join(", ", words));
    }

    /** Shows the text as it is: no markup, no HTML, no new cell. */
    public static String escaped(String text) {
        StringBuilder out = new StringBuilder(text.length() + 8);
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '\\', '`', '*', '_', '{', '}', '[', ']', '<', '>', '#', '!', '|', '~', '&', '$' ->
                    out.append('\\').append(c);
                case '\n', '\r' -> out.append(' ');
                default -> out.append(c);
            }
        }
        return out.toString();
    }
}
