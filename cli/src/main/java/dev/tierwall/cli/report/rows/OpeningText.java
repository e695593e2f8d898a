package dev.tierwall.cli.report.rows;

import dev.tierwall.cli.output.Paint;
import dev.tierwall.cli.report.naming.PartyNames;

/** What is open to pods to come, as a table in a terminal. */
final class OpeningText {

    private static final int WIDEST = 60;
    private static final int GAP = 3;

    private final PartyNames names;
    private final Paint paint;
    private final Bytes out;

    OpeningText(PartyNames names, Paint paint, Bytes out) {
        this.names = names;
        this.paint = paint;
        this.out = out;
    }

    void write(Listing listing) {
        int first = "WORKLOAD".length();
        int third = "PODS TO COME".length();
        for (WorkloadOpening opening : listing.openings()) {
            first = Math.max(first, names.of(opening.workload()).length());
            third = Math.max(third, opening.podsInWords().length());
        }
        first = Math.min(first, WIDEST) + GAP;
        third = Math.min(third, WIDEST) + GAP;
        int second = "DIRECTION".length() + GAP;
        out.put('\n');
        if (listing.style().headers()) {
            out.put(paint.bold(TextList.padded("WORKLOAD", first) + TextList.padded("DIRECTION", second)
                            + TextList.padded("PODS TO COME", third) + "PORTS")
                    + "\n");
        }
        for (WorkloadOpening opening : listing.openings()) {
            out.put(TextList.padded(names.of(opening.workload()), first)
                    + TextList.padded(opening.direction().label(), second)
                    + TextList.padded(opening.podsInWords(), third)
                    + new Lines.Ports(opening.connections(), opening.only()).name() + "\n");
        }
    }
}
