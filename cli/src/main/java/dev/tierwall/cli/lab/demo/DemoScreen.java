package dev.tierwall.cli.lab.demo;

import dev.tierwall.cli.frame.DataWriter;
import dev.tierwall.cli.output.Paint;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What a person sees, and a recording of it. */
final class DemoScreen {

    private static final int CHARACTER = 8;
    private static final int LINE = 18;
    private static final int ROWS = 34;
    private static final int COLUMNS = 120;
    private static final double SECONDS_PER_LINE = 0.25;

    private final DataWriter out;
    private final Paint paint;
    private final List<Line> lines = new ArrayList<>();

    /** A line, and its colour in a recording. */
    private record Line(String text, String colour) {}

    DemoScreen(DataWriter out, Paint paint) {
        this.out = out;
        this.paint = paint;
    }

    private void show(String painted, String plain, String colour) {
        out.println(painted);
        out.flush();
        lines.add(new Line(plain, colour));
    }

    void title(String text) {
        show("", "", "#d0d0d0");
        String line = "── " + text + " " + "─".repeat(Math.max(0, 90 - text.length()));
        show(paint.bold(line), line, "#ffffff");
    }

    void line(String text) {
        show(text, text, "#d0d0d0");
    }

    void command(String text) {
        show(paint.bold("$ " + text), "$ " + text, "#8fc7ff");
    }

    void text(String text) {
        text.stripTrailing().lines().forEach(this::line);
    }

    void warning(String text) {
        show(paint.yellow(text), text, "#f0d060");
    }

    /** Says whether something is as it should be. */
    void verdict(boolean good, String text) {
        String line = good ? "  ✓ " + text : "  ✗ " + text;
        show(good ? paint.green(line) : paint.red(line), line, good ? "#70d070" : "#ff7070");
    }

    void reason(String text) {
        show(paint.dim("  " + text), "  " + text, "#909090");
    }

    /** All of it as a picture in which line after line appears, and old ones leave at the top. */
    String svg() {
        int width = COLUMNS * CHARACTER + 20;
        int height = ROWS * LINE + 20;
        double total = lines.size() * SECONDS_PER_LINE + 4;
        StringBuilder svg = new StringBuilder();
        svg.append("<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"%d\" viewBox=\"0 0 %d %d\">%n"
                .formatted(width, height, width, height));
        svg.append(
                "<title>tierwall lab demo</title>\n<rect width=\"100%\" height=\"100%\" rx=\"6\" fill=\"#1c2128\"/>\n");
        svg.append("<g font-family=\"monospace\" font-size=\"13\" xml:space=\"preserve\"><g>\n");
        StringBuilder offsets = new StringBuilder("0");
        StringBuilder times = new StringBuilder("0");
        for (int i = 0; i < lines.size(); i++) {
            double at = i * SECONDS_PER_LINE;
            if (i >= ROWS) {
                offsets.append(";").append(-(i - ROWS + 1) * LINE);
                times.append(String.format(Locale.ROOT, ";%.5f", at / total));
            }
            Line line = lines.get(i);
            svg.append(String.format(
                    Locale.ROOT,
                    "<text x=\"10\" y=\"%d\" fill=\"%s\">%s<animate attributeName=\"opacity\" values=\"0;1;1\""
                            + " keyTimes=\"0;%.5f;1\" calcMode=\"discrete\" dur=\"%.2fs\" repeatCount=\"indefinite\"/></text>%n",
                    (i + 1) * LINE + 6,
                    line.colour(),
                    escaped(line.text()),
                    Math.max(0.00001, at / total),
                    total));
        }
        svg.append(String.format(
                Locale.ROOT,
                "<animateTransform attributeName=\"transform\" type=\"translate\" values=\"%s\" keyTimes=\"%s\""
                        + " calcMode=\"discrete\" dur=\"%.2fs\" repeatCount=\"indefinite\"/>%n</g></g></svg>%n",
                translations(offsets.toString()),
                times,
                total));
        return svg.toString();
    }

    private static String translations(String offsets) {
        StringBuilder all = new StringBuilder();
        for (String offset : offsets.split(";", -1)) {
            all.append(all.isEmpty() ? "" : ";").append("0 ").append(offset);
        }
        return all.toString();
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }
}
