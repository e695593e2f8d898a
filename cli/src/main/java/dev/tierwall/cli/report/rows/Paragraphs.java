package dev.tierwall.cli.report.rows;

import java.util.List;

/** Folds for a terminal: a paragraph each, on as many lines as its names need. */
final class Paragraphs {

    private static final int WIDTH = 100;
    private static final String INDENT = " ".repeat(7);

    private final Bytes out;
    private boolean first = true;

    Paragraphs(Bytes out) {
        this.out = out;
    }

    void write(FoldWords folds) {
        folds.forEach((sources, destinations, ports) -> {
            if (!first) {
                out.put('\n');
            }
            first = false;
            wrapped("from", sources);
            wrapped("to", destinations);
            wrapped("ports", List.of(ports.name()));
        });
    }

    private void wrapped(String label, List<String> words) {
        int column = INDENT.length();
        out.put(label + " ".repeat(INDENT.length() - label.length()));
        for (int i = 0; i < words.size(); i++) {
            String word = words.get(i) + (i + 1 < words.size() ? "," : "");
            if (column > INDENT.length() && column + 1 + word.length() > WIDTH) {
                out.put("\n" + INDENT);
                column = INDENT.length();
            } else if (column > INDENT.length()) {
                out.put(' ');
                column++;
            }
            out.put(word);
            column += word.length();
        }
        out.put('\n');
    }
}
