package dev.tierwall.cli.output;

import dev.tierwall.cli.frame.Shell;
import dev.tierwall.cli.frame.Usage;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/** The options {@code -o} and {@code --color}. */
public final class OutputOptions {
    private static final String OUTPUT = "-o";
    private static final String COLOR = "--color";

    private OutputOptions() {}

    /** Adds both options; the first of the formats is what is written without {@code -o}. */
    public static void addTo(CommandSpec spec, Format... formats) {
        List<String> labels = Arrays.stream(formats).map(Format::label).toList();
        spec.addOption(OptionSpec.builder(OUTPUT, "--output")
                .type(String.class)
                .paramLabel("FORMAT")
                .completionCandidates(labels)
                .defaultValue(labels.getFirst())
                .description("The form of the output: " + inWords(labels) + ". Default: " + labels.getFirst() + ".")
                .build());
        List<String> when = List.of("auto", "always", "never");
        spec.addOption(OptionSpec.builder(COLOR)
                .type(String.class)
                .paramLabel("WHEN")
                .completionCandidates(when)
                .defaultValue("auto")
                .description("Colours: " + inWords(when)
                        + ". auto means on a terminal, unless NO_COLOR is set or TERM is dumb.")
                .build());
    }

    private static String inWords(List<String> labels) {
        int last = labels.size() - 1;
        return last == 0
                ? labels.getFirst()
                : labels.stream().limit(last).collect(Collectors.joining(", ")) + " or " + labels.get(last);
    }

    /** The format that was chosen, among those that the command has. */
    public static Format format(ParseResult given) {
        return Format.valueOf(chosen(given, OUTPUT).toUpperCase(java.util.Locale.ROOT));
    }

    /** How to colour standard output. */
    public static Paint paint(ParseResult given, Shell shell) {
        return paint(given, shell, shell.terminals().out());
    }

    /** How to colour standard error. */
    public static Paint paintMessages(ParseResult given, Shell shell) {
        return paint(given, shell, shell.terminals().err());
    }

    private static Paint paint(ParseResult given, Shell shell, boolean terminal) {
        return switch (chosen(given, COLOR)) {
            case "always" -> Paint.COLOURS;
            case "never" -> Paint.PLAIN;
            default -> Paint.suited(terminal, shell);
        };
    }

    private static String chosen(ParseResult given, String option) {
        OptionSpec spec = given.commandSpec().findOption(option);
        if (spec == null) {
            return "auto";
        }
        String word = spec.getValue();
        for (String candidate : spec.completionCandidates()) {
            if (candidate.equals(word)) {
                return word;
            }
        }
        List<String> candidates = new java.util.ArrayList<>();
        spec.completionCandidates().forEach(candidates::add);
        throw Usage.mistake(given, spec.longestName() + " takes " + inWords(candidates) + ", not '" + word + "'");
    }
}
