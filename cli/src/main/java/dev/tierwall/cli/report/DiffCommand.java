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
import dev.tierwall.cli.report.diff.Changes;
import dev.tierwall.cli.report.diff.DiffWriter;
import dev.tierwall.core.connectivity.Connectivity;
import dev.tierwall.core.connectivity.Wanted;
import dev.tierwall.core.naming.Reading;
import dev.tierwall.core.policy.CompiledPolicy;
import dev.tierwall.core.policy.PolicyCompiler;
import java.io.IOException;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParseResult;

/** {@code tierwall diff}: which connections two states of a cluster differ in. */
public final class DiffCommand implements CliCommand {

    private static final String STDIN = "-";

    /** Two states of a cluster. */
    private record Two(Facts before, Facts after) {}

    @Override
    public void describe(CommandSpec spec) {
        positional(spec, "0", "OLD", "The manifests of the state before: a file, a folder, or '-'.");
        positional(spec, "1", "NEW", "The manifests of the state after: a file, a folder, or '-'.");
        RowOptions.addTo(spec);
        spec.addOption(OptionSpec.builder("--no-headers")
                .arity("0")
                .description("Leave out the headings of columns.")
                .build());
        FactsOptions.addTo(spec);
        OutputOptions.addTo(spec, Format.TEXT, Format.JSON, Format.YAML, Format.MD, Format.CSV);
        new Help("List the connections that two states of a cluster differ in: added, removed, changed.")
                .example("tierwall diff old/ new/")
                .example("git show HEAD:policies.yaml | tierwall diff - policies.yaml")
                .example("tierwall diff -f new/ --live        # what applying new/ would change")
                .text(RowOptions.nameHelp())
                .exitCodes("No connection differs.", "Some connection differs.")
                .addTo(spec);
    }

    private static void positional(CommandSpec spec, String index, String label, String description) {
        spec.addPositional(PositionalParamSpec.builder()
                .index(index)
                .arity("0..1")
                .paramLabel(label)
                .type(String.class)
                .description(description)
                .build());
    }

    @Override
    public int run(ParseResult given, Shell shell) throws IOException {
        Format format = OutputOptions.format(given);
        Two facts = load(given, shell);
        CompiledPolicy before = PolicyCompiler.compile(facts.before().snapshot());
        CompiledPolicy after = PolicyCompiler.compile(facts.after().snapshot());
        return switch (wanted(before, after, given)) {
            case Reading.Unknown<Wanted>(String problem, String remedy) -> Usage.refuse(given, shell, problem, remedy);
            case Reading.Known<Wanted>(Wanted wanted) -> {
                Changes changes = new Changes(Connectivity.of(before), Connectivity.of(after), wanted);
                boolean differs = write(changes, format, given, shell);
                int answer = differs ? ExitCode.NO : ExitCode.OK;
                yield Math.max(facts.before().exitCode(answer), facts.after().exitCode(answer));
            }
        };
    }

    private static Two load(ParseResult given, Shell shell) throws IOException {
        String old = given.matchedPositionalValue(0, "");
        String now = given.matchedPositionalValue(1, "");
        List<String> files = FactsOptions.files(given);
        FactsLoader loader = new FactsLoader(given, shell);
        Two two;
        if (!old.isEmpty() && !now.isEmpty() && files.isEmpty()) {
            if (old.equals(STDIN) && now.equals(STDIN)) {
                throw Usage.mistake(given, "only one of the two can be standard input");
            }
            two = new Two(loader.files(List.of(old)), loader.files(List.of(now)));
        } else if (old.isEmpty() && !files.isEmpty() && FactsOptions.live(given)) {
            Facts cluster = loader.cluster();
            two = new Two(cluster, loader.over(cluster, files));
        } else {
            throw Usage.mistake(given, "name two states, OLD and NEW, or give -f with --live");
        }
        loader.report(two.before());
        loader.report(two.after());
        return two;
    }

    /** Names may be known on one side alone: what they mean there is wanted. */
    private static Reading<Wanted> wanted(CompiledPolicy before, CompiledPolicy after, ParseResult given) {
        Reading<Wanted> old = new RowFilter(before, given).wanted();
        Reading<Wanted> now = new RowFilter(after, given).wanted();
        if (old instanceof Reading.Known<Wanted>(Wanted one) && now instanceof Reading.Known<Wanted>(Wanted other)) {
            return Reading.of(new Wanted(
                    one.sources().or(other.sources()),
                    one.destinations().or(other.destinations()),
                    one.either().or(other.either()),
                    party -> one.connections()
                            .apply(party)
                            .union(other.connections().apply(party))));
        }
        return old instanceof Reading.Known<Wanted> ? old : now;
    }

    private static boolean write(Changes changes, Format format, ParseResult given, Shell shell) {
        DiffWriter writer = new DiffWriter(changes, shell.out());
        switch (format) {
            case JSON, YAML -> writer.tree(format);
            case MD -> writer.markdown();
            case CSV -> writer.csv(!given.hasMatchedOption("--no-headers"));
            default -> {
                writer.text(OutputOptions.paint(given, shell));
                if (!writer.any()) {
                    shell.err().println("no connection differs");
                }
            }
        }
        return writer.any();
    }
}
