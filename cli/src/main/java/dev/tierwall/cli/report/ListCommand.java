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
import dev.tierwall.cli.report.graph.DotGraph;
import dev.tierwall.cli.report.graph.MermaidGraph;
import dev.tierwall.cli.report.graph.SvgGraph;
import dev.tierwall.cli.report.naming.PartyNames;
import dev.tierwall.cli.report.rows.CsvList;
import dev.tierwall.cli.report.rows.JsonList;
import dev.tierwall.cli.report.rows.ListWriter;
import dev.tierwall.cli.report.rows.Listing;
import dev.tierwall.cli.report.rows.Listing.Style;
import dev.tierwall.cli.report.rows.MarkdownList;
import dev.tierwall.cli.report.rows.TextList;
import dev.tierwall.cli.report.rows.TreeList;
import dev.tierwall.cli.report.rows.WorkloadOpening;
import dev.tierwall.core.connectivity.Connectivity;
import dev.tierwall.core.connectivity.Entrances;
import dev.tierwall.core.connectivity.Entrances.Entrance;
import dev.tierwall.core.connectivity.Party;
import dev.tierwall.core.connectivity.Wanted;
import dev.tierwall.core.model.Pod;
import dev.tierwall.core.naming.Asked;
import dev.tierwall.core.naming.Meaning;
import dev.tierwall.core.naming.Reading;
import dev.tierwall.core.naming.Resolver;
import dev.tierwall.core.policy.CompiledPolicy;
import dev.tierwall.core.policy.PolicyCompiler;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/** {@code tierwall list}: who can connect to whom, by workload. */
public final class ListCommand implements CliCommand {

    /** More rows than these are printed folded, unless all are asked for. */
    static final long MOST_ROWS = 100_000;

    private static final String CONTROLLER = "--controller";

    @Override
    public void describe(CommandSpec spec) {
        RowOptions.addTo(spec);
        flag(spec, "--exposure", "Also show what is open to pods that do not exist yet.");
        flag(spec, "--explain", "Show for each connection which rules of both sides allow it.");
        flag(spec, "--fold", "Take together what connects alike. Done anyway above " + MOST_ROWS + " connections.");
        flag(spec, "--full", "Never fold.");
        flag(spec, "--no-headers", "Leave out the headings of columns.");
        spec.addOption(OptionSpec.builder(CONTROLLER)
                .type(List.class)
                .auxiliaryTypes(String.class)
                .paramLabel("NAME")
                .description("A workload that forwards requests for Ingresses and Gateways. May be repeated. Without it"
                        + " they are taken to come from pods of which nothing is known.")
                .build());
        FactsOptions.addTo(spec);
        OutputOptions.addTo(
                spec,
                Format.TABLE,
                Format.JSON,
                Format.YAML,
                Format.CSV,
                Format.MD,
                Format.DOT,
                Format.MERMAID,
                Format.SVG);
        new Help("List who can connect to whom, by workload.")
                .example("tierwall list -f manifests/")
                .example("tierwall list --to shop/db --explain")
                .example("tierwall list -n shop --port 5432 -o json")
                .example("tierwall list -f manifests/ -o svg > connections.svg")
                .text(RowOptions.nameHelp())
                .text(
                        "-n and -l keep the connections in which at least one side is in the namespace and has the labels.")
                .exitCodes("Done.", "")
                .addTo(spec);
    }

    private static void flag(CommandSpec spec, String name, String description) {
        spec.addOption(
                OptionSpec.builder(name).arity("0").description(description).build());
    }

    @Override
    public int run(ParseResult given, Shell shell) throws IOException {
        Format format = OutputOptions.format(given);
        if (given.hasMatchedOption("--fold") && given.hasMatchedOption("--full")) {
            throw Usage.mistake(given, "--fold and --full exclude one another");
        }
        Facts facts = new FactsLoader(given, shell).load();
        CompiledPolicy policy = PolicyCompiler.compile(facts.snapshot());
        RowFilter filter = new RowFilter(policy, given);
        return switch (filter.wanted()
                .then(wanted ->
                        controllers(policy, given).then(pods -> Reading.of(listing(policy, wanted, pods, given))))) {
            case Reading.Unknown<Listing>(String problem, String remedy) -> Usage.refuse(given, shell, problem, remedy);
            case Reading.Known<Listing>(Listing listing) -> {
                write(listing, format, given, shell);
                yield facts.exitCode(ExitCode.OK);
            }
        };
    }

    private static Reading<List<Pod>> controllers(CompiledPolicy policy, ParseResult given) {
        List<Pod> pods = new ArrayList<>();
        Resolver resolver = new Resolver(policy, FactsOptions.namespace(given));
        for (String name : given.matchedOptionValue(CONTROLLER, List.<String>of())) {
            switch (Asked.readName(name).then(resolver::resolve)) {
                case Reading.Known<Meaning>(Meaning.Pods some) -> pods.addAll(some.pods());
                case Reading.Known<Meaning> other -> {
                    return Reading.problem("'" + name + "' is no workload", "name the pods that forward requests");
                }
                case Reading.Unknown<Meaning>(String problem, String remedy) -> {
                    return Reading.problem(problem, remedy);
                }
            }
        }
        return Reading.of(pods);
    }

    private static Listing listing(CompiledPolicy policy, Wanted wanted, List<Pod> controllers, ParseResult given) {
        Connectivity connectivity = Connectivity.of(policy);
        List<Entrance> entrances = new ArrayList<>();
        for (Entrance entrance : Entrances.of(policy, connectivity, controllers)) {
            RowFilter.cut(entrance, wanted).ifPresent(entrances::add);
        }
        List<WorkloadOpening> openings = given.hasMatchedOption("--exposure")
                ? WorkloadOpening.of(policy, key -> isExposed(new Party.OfWorkload(key), wanted, given))
                : List.of();
        boolean folded = given.hasMatchedOption("--fold")
                || (!given.hasMatchedOption("--full") && connectivity.countRows(wanted) > MOST_ROWS);
        Style style = new Style(folded, given.hasMatchedOption("--explain"), !given.hasMatchedOption("--no-headers"));
        return new Listing(policy, connectivity, wanted, entrances, openings, style);
    }

    /** With names on both sides, what either of them means; otherwise what the rows are about. */
    private static boolean isExposed(Party workload, Wanted wanted, ParseResult given) {
        boolean source = wanted.sources().test(workload);
        boolean destination = wanted.destinations().test(workload);
        boolean both =
                !RowOptions.from(given).isEmpty() && !RowOptions.to(given).isEmpty();
        return wanted.either().test(workload) && (both ? source || destination : source && destination);
    }

    private static void write(Listing listing, Format format, ParseResult given, Shell shell) {
        boolean folded = listing.style().folded();
        if (folded && !given.hasMatchedOption("--fold")) {
            shell.err()
                    .println("note: more than " + MOST_ROWS + " connections: what connects alike is taken together;"
                            + " --full lists each");
        }
        if (folded && listing.style().explained()) {
            shell.err().println("note: folded connections have no reasons; ask for fewer, or add --full");
        }
        writer(listing, format, given, shell).write(listing, shell.out());
    }

    private static ListWriter writer(Listing listing, Format format, ParseResult given, Shell shell) {
        List<Party> parties = listing.connectivity().allParties();
        PartyNames names = new PartyNames(parties, 6);
        return switch (format) {
            case JSON -> new JsonList();
            case YAML -> new TreeList(Format.YAML);
            case CSV -> new CsvList(new PartyNames(parties, Integer.MAX_VALUE));
            case MD -> new MarkdownList(names);
            case DOT -> new DotGraph();
            case MERMAID -> new MermaidGraph();
            case SVG -> new SvgGraph();
            default -> new TextList(names, OutputOptions.paint(given, shell));
        };
    }
}
