package dev.tierwall.cli.facts;

import dev.tierwall.cli.frame.Usage;
import dev.tierwall.kube.access.ClusterOptions;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/** The options that say where facts come from, named as kubectl names them. */
public final class FactsOptions {
    private static final Pattern AMOUNT = Pattern.compile("(\\d+)(ms|s|m|h)?");

    private FactsOptions() {}

    /** Adds all of them. */
    public static void addTo(CommandSpec spec) {
        spec.addOption(OptionSpec.builder("-f", "--filename")
                .type(List.class)
                .auxiliaryTypes(String.class)
                .paramLabel("PATH")
                .description("Read manifests from this file or folder, or from standard input if it is '-'."
                        + " May be repeated. Without it the cluster of the current context is asked.")
                .build());
        flag(
                spec,
                "Folders are always read with all that is below them; accepted for kubectl's sake.",
                "-R",
                "--recursive");
        flag(spec, "Lay the files of -f over the facts of the cluster: what if they were applied?", "--live");
        value(spec, "NAME", "The namespace of names that are given without one.", "-n", "--namespace");
        value(spec, "NAME", "The kubeconfig context to use.", "--context");
        value(spec, "FILE", "The kubeconfig file to use, instead of KUBECONFIG or ~/.kube/config.", "--kubeconfig");
        value(spec, "USER", "The user to act as towards the cluster.", "--as");
        spec.addOption(OptionSpec.builder("--as-group")
                .type(List.class)
                .auxiliaryTypes(String.class)
                .paramLabel("GROUP")
                .description("A group to act as a member of, together with --as. May be repeated.")
                .build());
        value(
                spec,
                "TIME",
                "How long one request to the cluster may take, such as 10s or 2m; 0 is for ever.",
                "--request-timeout");
        flag(spec, "Say more on standard error: what was read, and every note.", "-v", "--verbose");
    }

    private static void flag(CommandSpec spec, String description, String first, String... others) {
        spec.addOption(OptionSpec.builder(first, others)
                .arity("0")
                .description(description)
                .build());
    }

    private static void value(CommandSpec spec, String label, String description, String first, String... others) {
        spec.addOption(OptionSpec.builder(first, others)
                .type(String.class)
                .paramLabel(label)
                .description(description)
                .build());
    }

    /** The paths of {@code -f}, in the order given. */
    public static List<String> files(ParseResult given) {
        return given.matchedOptionValue("-f", List.of());
    }

    /** The namespace of {@code -n}, if it was given. */
    public static Optional<String> namespace(ParseResult given) {
        return text(given, "-n");
    }

    /** Whether {@code -v} was given. */
    public static boolean verbose(ParseResult given) {
        return given.hasMatchedOption("-v");
    }

    /** Whether files are laid over the cluster. */
    public static boolean live(ParseResult given) {
        return given.hasMatchedOption("--live");
    }

    /** What was said about the cluster to ask. */
    static ClusterOptions cluster(ParseResult given) {
        Optional<String> user = text(given, "--as");
        List<String> groups = groups(given);
        if (user.isEmpty() && !groups.isEmpty()) {
            throw Usage.mistake(given, "--as-group needs --as: groups alone are nobody");
        }
        return new ClusterOptions(
                text(given, "--kubeconfig").map(Path::of),
                text(given, "--context"),
                user,
                groups,
                requestTimeout(given).orElse(ClusterOptions.USUAL_TIMEOUT));
    }

    static Optional<String> text(ParseResult given, String option) {
        return Optional.ofNullable(given.<String>matchedOptionValue(option, null));
    }

    static List<String> groups(ParseResult given) {
        return given.matchedOptionValue("--as-group", List.of());
    }

    /** The time of {@code --request-timeout}, if it was given. */
    static Optional<Duration> requestTimeout(ParseResult given) {
        return text(given, "--request-timeout").map(text -> duration(given, text));
    }

    /** Sums amounts such as {@code 1m30s}; a number alone is seconds. */
    private static Duration duration(ParseResult given, String text) {
        Duration sum = Duration.ZERO;
        Matcher amount = AMOUNT.matcher(text);
        int end = 0;
        while (amount.find() && amount.start() == end && amount.group(1).length() < 10) {
            long number = Long.parseLong(amount.group(1));
            sum = sum.plus(
                    switch (String.valueOf(amount.group(2))) {
                        case "ms" -> Duration.ofMillis(number);
                        case "m" -> Duration.ofMinutes(number);
                        case "h" -> Duration.ofHours(number);
                        default -> Duration.ofSeconds(number);
                    });
            end = amount.end();
        }
        if (end == 0 || end != text.length()) {
            throw Usage.mistake(given, "--request-timeout takes a time such as 10s, 2m or 0, not '" + text + "'");
        }
        return sum;
    }
}
