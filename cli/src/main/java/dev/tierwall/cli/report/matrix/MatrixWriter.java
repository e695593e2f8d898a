package dev.tierwall.cli.report.matrix;

import dev.tierwall.cli.frame.DataWriter;
import dev.tierwall.cli.output.Format;
import dev.tierwall.cli.output.Paint;
import dev.tierwall.cli.output.Tree;
import dev.tierwall.cli.report.naming.PortNames;
import dev.tierwall.cli.report.rows.CsvList;
import dev.tierwall.cli.report.rows.JsonParts;
import dev.tierwall.cli.report.rows.MarkdownList;
import dev.tierwall.cli.report.rows.Pieces;
import dev.tierwall.core.net.ConnectionSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Writes a matrix: sources are rows, destinations are columns. */
public final class MatrixWriter {

    private static final String LETTERS = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";
    private static final int LONGEST_NAME = 34;
    private static final int COLUMN = 3;

    private final Matrix matrix;
    private final List<String> groups;
    private final DataWriter out;

    public MatrixWriter(Matrix matrix, DataWriter out) {
        this.matrix = matrix;
        this.groups = matrix.groups();
        this.out = out;
    }

    /** A grid in a terminal of some columns, in as many bands as its width needs, and a legend. */
    public void text(int width, Paint paint) {
        Map<ConnectionSet, String> signs = signs();
        int names = 0;
        for (String group : groups) {
            names = Math.max(names, Math.min(group.length(), LONGEST_NAME));
        }
        int number = Integer.toString(groups.size()).length();
        int before = number + 1 + names + 1;
        int fit = Math.max(1, (width - before) / COLUMN);
        for (int from = 0; from < groups.size(); from += fit) {
            int to = Math.min(groups.size(), from + fit);
            out.println((from == 0 ? "" : "\n") + paint.dim(" ".repeat(before) + numbers(from, to)));
            for (int source = 0; source < groups.size(); source++) {
                out.println(row(source, from, to, signs, number, names));
            }
        }
        legend(signs, paint);
    }

    private static String numbers(int from, int to) {
        StringBuilder line = new StringBuilder();
        for (int group = from; group < to; group++) {
            String text = Integer.toString(group + 1);
            line.append(" ".repeat(Math.max(0, COLUMN - text.length()))).append(text);
        }
        return line.toString();
    }

    private String row(int source, int from, int to, Map<ConnectionSet, String> signs, int number, int names) {
        StringBuilder line = new StringBuilder();
        String index = Integer.toString(source + 1);
        line.append(" ".repeat(number - index.length())).append(index).append(' ');
        String name = groups.get(source);
        String shown = name.length() > LONGEST_NAME ? name.substring(0, LONGEST_NAME - 1) + "…" : name;
        line.append(shown).append(" ".repeat(names - shown.length() + 1));
        for (int destination = from; destination < to; destination++) {
            Matrix.Cell cell = matrix.cell(source, destination);
            boolean itself = source == destination && matrix.isSingle(source);
            String sign = itself ? "-" : signs.getOrDefault(cell.connections(), "+");
            line.append(cell.complete() ? " ".repeat(COLUMN - 1) : " ~").append(sign);
        }
        return line.toString().stripTrailing();
    }

    /** A sign for each set of connections, in the order of their first use. */
    private Map<ConnectionSet, String> signs() {
        Map<ConnectionSet, String> signs = new LinkedHashMap<>();
        signs.put(ConnectionSet.ALL, "●");
        signs.put(ConnectionSet.NONE, "·");
        int letters = 0;
        for (int source = 0; source < groups.size(); source++) {
            for (int destination = 0; destination < groups.size(); destination++) {
                ConnectionSet connections = matrix.cell(source, destination).connections();
                if (!signs.containsKey(connections) && letters < LETTERS.length()) {
                    signs.put(connections, LETTERS.substring(letters, letters + 1));
                    letters++;
                }
            }
        }
        return signs;
    }

    private void legend(Map<ConnectionSet, String> signs, Paint paint) {
        boolean partly = false;
        boolean unsigned = false;
        for (int source = 0; source < groups.size(); source++) {
            for (int destination = 0; destination < groups.size(); destination++) {
                Matrix.Cell cell = matrix.cell(source, destination);
                partly |= !cell.complete();
                unsigned |= !signs.containsKey(cell.connections());
            }
        }
        out.println();
        out.println(paint.dim("rows open connections to columns"));
        signs.forEach((connections, sign) ->
                out.println(sign + "  " + (connections.isEmpty() ? "nothing" : PortNames.of(connections))));
        if (unsigned) {
            out.println("+  other ports; -o csv names them");
        }
        if (partly) {
            out.println("~  in front: not from all of them to all of them alike");
        }
    }

    /** A grid of comma-separated values. */
    public void csv() {
        StringBuilder line = new StringBuilder("source");
        groups.forEach(group -> line.append(',').append(CsvList.cell(group)));
        out.print(line.append('\n'));
        for (int source = 0; source < groups.size(); source++) {
            StringBuilder row = new StringBuilder(CsvList.cell(groups.get(source)));
            for (int destination = 0; destination < groups.size(); destination++) {
                row.append(',').append(CsvList.cell(words(source, destination)));
            }
            out.print(row.append('\n'));
        }
    }

    /** A table in Markdown. */
    public void markdown() {
        StringBuilder head = new StringBuilder("| |");
        groups.forEach(
                group -> head.append(' ').append(MarkdownList.escaped(group)).append(" |"));
        out.print(head.append("\n|---|").append("---|".repeat(groups.size())).append('\n'));
        for (int source = 0; source < groups.size(); source++) {
            StringBuilder row = new StringBuilder("| **" + MarkdownList.escaped(groups.get(source)) + "** |");
            for (int destination = 0; destination < groups.size(); destination++) {
                row.append(' ')
                        .append(MarkdownList.escaped(words(source, destination)))
                        .append(" |");
            }
            out.print(row.append('\n'));
        }
    }

    private String words(int source, int destination) {
        Matrix.Cell cell = matrix.cell(source, destination);
        return cell.connections().isEmpty()
                ? ""
                : PortNames.of(cell.connections()) + (cell.complete() ? "" : " (some)");
    }

    /** JSON or YAML: docs/schemas/connectivity-matrix.json. */
    public void tree(Format format, String by) {
        Tree tree = Tree.document(format, out, "ConnectivityMatrix");
        tree.field("by", by);
        tree.field("groups", groups);
        tree.name("cells");
        tree.beginArray();
        for (int source = 0; source < groups.size(); source++) {
            for (int destination = 0; destination < groups.size(); destination++) {
                Matrix.Cell cell = matrix.cell(source, destination);
                if (!cell.connections().isEmpty()) {
                    tree.beginLine();
                    tree.field("source", groups.get(source));
                    tree.field("destination", groups.get(destination));
                    Pieces.ports("ports", cell.connections(), tree);
                    JsonParts.otherProtocols(cell.connections())
                            .ifPresent(others -> tree.field("otherProtocols", others));
                    tree.field("complete", cell.complete());
                    tree.end();
                }
            }
        }
        tree.end();
        tree.close();
    }
}
