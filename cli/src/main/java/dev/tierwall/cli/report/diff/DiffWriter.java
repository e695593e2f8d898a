package dev.tierwall.cli.report.diff;

import dev.tierwall.cli.frame.DataWriter;
import dev.tierwall.cli.output.Format;
import dev.tierwall.cli.output.Paint;
import dev.tierwall.cli.output.Tree;
import dev.tierwall.cli.report.naming.PartyNames;
import dev.tierwall.cli.report.naming.PortNames;
import dev.tierwall.cli.report.rows.CsvList;
import dev.tierwall.cli.report.rows.JsonParts;
import dev.tierwall.cli.report.rows.MarkdownList;
import dev.tierwall.cli.report.rows.Pieces;
import dev.tierwall.core.connectivity.Party;
import dev.tierwall.core.model.ObjectKey;
import dev.tierwall.core.net.ConnectionSet;
import java.util.EnumMap;
import java.util.Map;

/** Writes what differs, and counts it. */
public final class DiffWriter {

    private static final int NARROWEST = 20;

    private final Changes changes;
    private final DataWriter out;
    private final Map<Change.Kind, Integer> counts = new EnumMap<>(Change.Kind.class);

    public DiffWriter(Changes changes, DataWriter out) {
        this.changes = changes;
        this.out = out;
    }

    /** How many pairs there were of a kind. */
    public int count(Change.Kind kind) {
        return counts.getOrDefault(kind, 0);
    }

    /** Whether anything differs at all. */
    public boolean any() {
        return !counts.isEmpty();
    }

    private void count(Change change) {
        counts.merge(change.kind(), 1, Integer::sum);
    }

    /** Lines for a terminal, their ends in columns, then how many there are. */
    public void text(Paint paint) {
        PartyNames names = new PartyNames(changes.parties(), 6);
        int[] widths = {NARROWEST, NARROWEST};
        MergedChanges.forEach(changes, change -> {
            widths[0] = Math.max(widths[0], names.of(change.source()).length());
            widths[1] = Math.max(widths[1], names.of(change.destination()).length());
        });
        MergedChanges.forEach(changes, change -> {
            count(change);
            String line = change.kind().mark() + " " + padded(names.of(change.source()), widths[0]) + " → "
                    + padded(names.of(change.destination()), widths[1]) + "   " + ports(change);
            out.println(
                    switch (change.kind()) {
                        case ADDED -> paint.green(line);
                        case REMOVED -> paint.red(line);
                        case CHANGED -> paint.yellow(line);
                    });
        });
        if (any()) {
            out.println();
            out.println(count(Change.Kind.ADDED) + " added, " + count(Change.Kind.REMOVED) + " removed, "
                    + count(Change.Kind.CHANGED) + " changed");
        }
    }

    private static String ports(Change change) {
        String ports = switch (change.kind()) {
            case ADDED -> PortNames.of(change.after());
            case REMOVED -> PortNames.of(change.before());
            case CHANGED -> PortNames.of(change.before()) + " → " + PortNames.of(change.after());
        };
        return ports
                + change.only().map(family -> " (" + family.label() + " only)").orElse("");
    }

    private static String padded(String text, int width) {
        return text + " ".repeat(Math.max(0, width - text.length()));
    }

    /** A table in Markdown. */
    public void markdown() {
        PartyNames names = new PartyNames(changes.parties(), 6);
        out.print("| | source | destination | before | after |\n|---|---|---|---|---|\n");
        MergedChanges.forEach(changes, change -> {
            count(change);
            String only = change.only()
                    .map(family -> " (" + family.label() + " only)")
                    .orElse("");
            out.print("| " + change.kind().label() + " | " + MarkdownList.escaped(names.of(change.source())) + " | "
                    + MarkdownList.escaped(names.of(change.destination())) + " | "
                    + cell(change.before(), only) + " | " + cell(change.after(), only) + " |\n");
        });
    }

    private static String cell(ConnectionSet connections, String only) {
        return connections.isEmpty() ? "" : MarkdownList.escaped(PortNames.of(connections) + only);
    }

    /** Comma-separated values. */
    public void csv(boolean headers) {
        PartyNames names = new PartyNames(changes.parties(), Integer.MAX_VALUE);
        if (headers) {
            out.print("change,source_kind,source_namespace,source_name,"
                    + "destination_kind,destination_namespace,destination_name,before,after,family\n");
        }
        MergedChanges.forEach(changes, change -> {
            count(change);
            out.print(change.kind().label() + "," + cells(change.source(), names) + ","
                    + cells(change.destination(), names) + ","
                    + CsvList.cell(change.before().isEmpty() ? "" : PortNames.of(change.before())) + ","
                    + CsvList.cell(change.after().isEmpty() ? "" : PortNames.of(change.after())) + ","
                    + change.only().map(family -> family.label()).orElse("") + "\n");
        });
    }

    private static String cells(Party party, PartyNames names) {
        return party instanceof Party.OfWorkload(ObjectKey key)
                ? CsvList.cell(key.kind()) + "," + CsvList.cell(key.namespace()) + "," + CsvList.cell(key.name())
                : "IPBlock,," + CsvList.cell(names.of(party));
    }

    /** JSON or YAML: docs/schemas/connectivity-diff.json. */
    public void tree(Format format) {
        Tree tree = Tree.document(format, out, "ConnectivityDiff");
        tree.name("changes");
        tree.beginArray();
        changes.forEach(change -> {
            count(change);
            tree.beginObject();
            tree.field("change", change.kind().label());
            tree.name("source");
            Pieces.party(change.source(), tree);
            tree.name("destination");
            Pieces.party(change.destination(), tree);
            side("before", change.before(), tree);
            side("after", change.after(), tree);
            change.only().ifPresent(family -> tree.field("family", family.label()));
            tree.end();
        });
        tree.end();
        for (Change.Kind kind : Change.Kind.values()) {
            tree.field(kind.label(), count(kind));
        }
        tree.close();
    }

    private static void side(String name, ConnectionSet connections, Tree tree) {
        if (connections.isEmpty()) {
            return;
        }
        tree.name(name);
        tree.beginLine();
        Pieces.ports("ports", connections, tree);
        JsonParts.otherProtocols(connections).ifPresent(others -> tree.field("otherProtocols", others));
        tree.end();
    }
}
