package dev.tierwall.cli.report;

import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/** The options that say which rows a report shows. */
final class RowOptions {

    private static final String FROM = "--from";
    private static final String TO = "--to";
    private static final String PORT = "--port";
    private static final String ALL_NAMESPACES = "--all-namespaces";
    private static final String SELECTOR = "--selector";

    private RowOptions() {}

    static void addTo(CommandSpec spec) {
        spec.addOption(many(FROM, "Only connections from here. May be repeated."));
        spec.addOption(many(TO, "Only connections to here. May be repeated."));
        spec.addOption(OptionSpec.builder(PORT)
                .type(String.class)
                .paramLabel("PORT")
                .description("Only connections on this port, such as 8080, 53/UDP or http.")
                .build());
        spec.addOption(OptionSpec.builder("-A", ALL_NAMESPACES)
                .description("Every namespace, also with -n, which then only completes names.")
                .build());
        spec.addOption(OptionSpec.builder("-l", SELECTOR)
                .type(String.class)
                .paramLabel("LABELS")
                .description("Only connections of workloads whose pods have these labels, such as app=web,tier!=data.")
                .build());
    }

    private static OptionSpec many(String name, String description) {
        return OptionSpec.builder(name)
                .type(List.class)
                .auxiliaryTypes(String.class)
                .paramLabel("NAME")
                .description(description)
                .build();
    }

    /** What the names of {@code --from} and {@code --to} may be, as lines of a help. */
    static String[] nameHelp() {
        return new String[] {
            "NAME is one of",
            "  namespace/name       a workload, or the workload of a pod; the namespace may come from -n",
            "  namespace/*          all workloads of a namespace",
            "  svc:namespace/name   the workloads behind a Service",
            "  10.0.0.7, 10.0.0.0/8, 2001:db8::/32",
            "                       the blocks of addresses that share some with it, and pods in it",
            "  internet             the blocks that have public addresses",
        };
    }

    static List<String> from(ParseResult given) {
        return given.matchedOptionValue(FROM, List.of());
    }

    static List<String> to(ParseResult given) {
        return given.matchedOptionValue(TO, List.of());
    }

    static Optional<String> port(ParseResult given) {
        return Optional.ofNullable(given.<String>matchedOptionValue(PORT, null));
    }

    static boolean allNamespaces(ParseResult given) {
        return given.hasMatchedOption(ALL_NAMESPACES);
    }

    static Optional<String> selector(ParseResult given) {
        return Optional.ofNullable(given.<String>matchedOptionValue(SELECTOR, null));
    }
}
