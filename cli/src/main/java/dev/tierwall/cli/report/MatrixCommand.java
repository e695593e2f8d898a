package dev.tierwall.cli.report;

import dev.tierwall.cli.facts.Facts;
import dev.tierwall.cli.facts.FactsLoader;
import dev.tierwall.cli.facts.FactsOptions;
import dev.tierwall.cli.frame.CliCommand;
import dev.tierwall.cli.frame.ExitCode;
import dev.tierwall.cli.frame.Help;
import dev.tierwall.cli.frame.Shell;
import dev.tierwall.cli.frame.Usage;
import dev.tierwall.cli.output.Format;
import dev.tierwall.cli.output.OutputOptions;
import dev.tierwall.cli.report.matrix.Matrix;
import dev.tierwall.cli.report.matrix.MatrixWriter;
import dev.tierwall.cli.report.naming.PartyNames;
import dev.tierwall.core.connectivity.Connectivity;
import dev.tierwall.core.connectivity.Party;
import dev.tierwall.core.connectivity.Wanted;
import dev.tierwall.core.model.ObjectKey;
import dev.tierwall.core.model.Pod;
import dev.tierwall.core.naming.Reading;
import dev.tierwall.core.policy.CompiledPolicy;
import dev.tierwall.core.policy.PolicyCompiler;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/** {@code tierwall matrix}: who can connect to whom as a grid. */
public final class MatrixCommand implements CliCommand {

    private static final String BY = "--by";
    private static final String WORKLOAD = "workload";
    private static final String NAMESPACE = "namespace";

    /** More workloads than these are shown by namespace, unless they are asked for. */
    private static final int MOST_WORKLOADS = 40;

    private static final int WIDTH = 80;

    @Override
    public void describe(CommandSpec spec) {
        RowOptions.addTo(spec);
        spec.addOption(OptionSpec.builder(BY)
                .type(String.class)
                .paramLabel("WHAT")
                .description("What stands in rows and columns: workload, namespace, or the key of a label of pods, such"
                        + " as tier. Default: workload, or namespace where there are more than " + MOST_WORKLOADS
                        + " workloads.")
                .build());
        FactsOptions.addTo(spec);
        OutputOptions.addTo(spec, Format.TEXT, Format.JSON, Format.YAML, Format.CSV, Format.MD);
        new Help("Show who can connect to whom as a grid.")
                .example("tierwall matrix -f manifests/")
                .example("tierwall matrix -n shop --by tier")
                .example("tierwall matrix -f manifests/ --by namespace -o csv")
                .text(RowOptions.nameHelp())
                .exitCodes("Done.", "")
                .addTo(spec);
    }

    @Override
    public int run(ParseResult given, Shell shell) throws IOException {
        Format format = OutputOptions.format(given);
        Facts facts = new FactsLoader(given, shell).load();
        CompiledPolicy policy = PolicyCompiler.compile(facts.snapshot());
        return switch (new RowFilter(policy, given).wanted()) {
            case Reading.Unknown<Wanted>(String problem, String remedy) -> Usage.refuse(given, shell, problem, remedy);
            case Reading.Known<Wanted>(Wanted wanted) -> {
                write(policy, wanted, format, given, shell);
                yield facts.exitCode(ExitCode.OK);
            }
        };
    }

    private static void write(CompiledPolicy policy, Wanted wanted, Format format, ParseResult given, Shell shell) {
        Connectivity connectivity = Connectivity.of(policy);
        List<Party> parties = connectivity.allParties();
        String by = given.matchedOptionValue(BY, "");
        if (by.isEmpty()) {
            long workloads =
                    parties.stream().filter(Party.OfWorkload.class::isInstance).count();
            by = workloads > MOST_WORKLOADS ? NAMESPACE : WORKLOAD;
        }
        Function<Party, String> name = switch (by) {
            case WORKLOAD -> new PartyNames(parties, 1)::of;
            case NAMESPACE -> party -> party instanceof Party.OfWorkload(ObjectKey key) ? key.namespace() : "";
            default -> labels(policy, by);
        };
        MatrixWriter writer = new MatrixWriter(Matrix.of(connectivity, wanted, name), shell.out());
        switch (format) {
            case JSON, YAML -> writer.tree(format, by);
            case CSV -> writer.csv();
            case MD -> writer.markdown();
            default -> writer.text(width(shell), OutputOptions.paint(given, shell));
        }
    }

    /** The value of a label of some pod of each workload. */
    private static Function<Party, String> labels(CompiledPolicy policy, String label) {
        Map<ObjectKey, String> values = new HashMap<>();
        for (Pod pod : policy.snapshot().pods().values()) {
            pod.labels()
                    .get(label)
                    .ifPresent(value -> values.merge(
                            pod.workload(), value, (one, other) -> one.compareTo(other) <= 0 ? one : other));
        }
        return party -> party instanceof Party.OfWorkload(ObjectKey key)
                ? label + "=" + values.getOrDefault(key, "(none)")
                : "";
    }

    private static int width(Shell shell) {
        String columns = shell.variable("COLUMNS");
        return columns.matches("[1-9]\\d{1,3}") ? Integer.parseInt(columns) : WIDTH;
    }
}
