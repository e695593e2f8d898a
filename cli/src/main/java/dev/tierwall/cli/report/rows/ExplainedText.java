package dev.tierwall.cli.report.rows;

import dev.tierwall.cli.output.Paint;
import dev.tierwall.cli.report.naming.PartyNames;
import dev.tierwall.cli.report.naming.PortNames;
import dev.tierwall.core.connectivity.Party;
import dev.tierwall.core.model.Direction;
import java.util.List;
import java.util.Optional;

/** The rows of a list with their reasons, a paragraph each. Blocks of addresses stay apart: their reasons may differ. */
final class ExplainedText {

    private final PartyNames names;
    private final Paint paint;
    private final Bytes out;
    private boolean first = true;

    ExplainedText(PartyNames names, Paint paint, Bytes out) {
        this.names = names;
        this.paint = paint;
        this.out = out;
    }

    void write(Listing listing) {
        Reasoning reasoning = new Reasoning(listing.policy());
        List<Party> parties = listing.connectivity().allParties();
        listing.connectivity().rows(listing.wanted(), (source, destination, connections, only) -> {
            if (PortNames.any(connections)) {
                Party from = parties.get(source);
                Party to = parties.get(destination);
                heading(names.of(from) + " → " + names.of(to), new Lines.Ports(connections, only));
                side("egress", reasoning, reasoning.of(from, to, only, Direction.EGRESS), Direction.EGRESS);
                side("ingress", reasoning, reasoning.of(from, to, only, Direction.INGRESS), Direction.INGRESS);
            }
        });
        listing.entrances()
                .forEach(entrance -> heading(
                        names.of(entrance.sources()) + " via "
                                + entrance.via().kind() + " " + names.of(entrance.via()) + " → "
                                + names.of(entrance.destination()),
                        new Lines.Ports(entrance.connections(), Optional.empty())));
    }

    private void heading(String ends, Lines.Ports ports) {
        out.put((first ? "" : "\n") + paint.bold(ends) + "   " + ports.name() + "\n");
        first = false;
    }

    private void side(String label, Reasoning reasoning, List<Reasoning.Because> reasons, Direction direction) {
        int width = 0;
        for (Reasoning.Because because : reasons) {
            width = Math.max(width, PortNames.of(because.reason().connections()).length());
        }
        String before = label;
        for (Reasoning.Because because : reasons) {
            boolean allowed = because.reason().allowed();
            out.put("  " + pad(before, 9)
                    + (allowed ? paint.green("allowed") + "   " : paint.red("denied") + "    ")
                    + pad(PortNames.of(because.reason().connections()), width + 3)
                    + reasoning.sentence(because, direction) + "\n");
            before = "";
        }
    }

    private static String pad(String text, int width) {
        return text + " ".repeat(Math.max(0, width - text.length()));
    }
}
