package dev.tierwall.cli.test;

import dev.tierwall.cli.facts.Facts;
import dev.tierwall.cli.facts.FactsLoader;
import dev.tierwall.cli.facts.FactsOptions;
import dev.tierwall.cli.facts.Reports;
import dev.tierwall.cli.frame.CliCommand;
import dev.tierwall.cli.frame.ExitCode;
import dev.tierwall.cli.frame.Help;
import dev.tierwall.cli.frame.Shell;
import dev.tierwall.cli.frame.Usage;
import dev.tierwall.cli.output.Format;
import dev.tierwall.cli.output.OutputOptions;
import dev.tierwall.core.claim.Claim;
import dev.tierwall.core.claim.Claims;
import dev.tierwall.core.claim.Outcome;
import dev.tierwall.core.model.Finding;
import dev.tierwall.core.policy.CompiledPolicy;
import dev.tierwall.core.policy.PolicyCompiler;
import dev.tierwall.kube.claim.ClaimFiles;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParseResult;

/** {@code tierwall test}: whether assertions hold, and for each that does not one connection that shows it. */
public final class TestCommand implements CliCommand {
    @Override
    public void describe(CommandSpec spec) {
        spec.addPositional(PositionalParamSpec.builder()
                .index("0..*")
                .arity("0..*")
                .paramLabel("FILE")
                .type(List.class)
                .auxiliaryTypes(String.class)
                .description("A file or folder of assertions, or '-' for standard input.")
                .build());
        flag(spec, "--init", "Write a first file of assertions, of what is true now; -n keeps to one namespace.");
        flag(spec, "--strict", "Let an assertion fail of which a selector matches nothing, also where it holds.");
        FactsOptions.addTo(spec);
        OutputOptions.addTo(spec, Format.TEXT, Format.JUNIT, Format.TAP, Format.GITHUB);
        new Help("Prove assertions about who reaches whom, or disprove each by one connection.")
                .example("tierwall test -f manifests/ policy-test.yaml")
                .example("tierwall test -f new/ --live policy-test.yaml -o junit")
                .example("tierwall test -f manifests/ --init > policy-test.yaml")
                .exitCodes("All assertions hold.", "Some assertion fails.")
                .addTo(spec);
    }

    private static void flag(CommandSpec spec, String name, String description) {
        spec.addOption(
                OptionSpec.builder(name).arity("0").description(description).build());
    }

    @Override
    public int run(ParseResult given, Shell shell) throws IOException {
        Format format = OutputOptions.format(given);
        List<String> files = given.matchedPositionalValue(0, List.of());
        boolean init = given.hasMatchedOption("--init");
        if (init != files.isEmpty()) {
            throw Usage.mistake(
                    given,
                    init
                            ? "--init writes a file of assertions, and reads none"
                            : "give a file of assertions, or --init to have a first one written");
        }
        if (files.contains("-") && FactsOptions.files(given).contains("-")) {
            throw Usage.mistake(given, "standard input holds either manifests or assertions, not both");
        }
        FactsLoader loader = new FactsLoader(given, shell);
        Facts facts = loader.load();
        CompiledPolicy policy = PolicyCompiler.compile(facts.snapshot());
        if (init) {
            shell.out().print(FirstFile.of(policy, FactsOptions.namespace(given)));
            return facts.exitCode(ExitCode.OK);
        }
        ClaimFiles.Reading read = ClaimFiles.read(files, shell.in());
        Claims claims = new Claims(policy, loader.namespace());
        List<Outcome> outcomes = new ArrayList<>();
        for (Claim claim : read.claims()) {
            outcomes.add(claims.judge(claim));
        }
        Report report = new Report(outcomes, read.findings(), given.hasMatchedOption("--strict"));
        if (format != Format.GITHUB) {
            Reports.print(
                    findings(report),
                    FactsOptions.verbose(given),
                    shell.err(),
                    OutputOptions.paintMessages(given, shell));
        }
        Counterexamples examples = new Counterexamples(policy, OutputOptions.paint(given, shell));
        switch (format) {
            case JUNIT -> new JunitReport(examples, shell.out()).write(report);
            case TAP -> new TapReport(examples, shell.out()).write(report);
            case GITHUB -> new GithubReport(examples, shell.out()).write(report);
            default -> new TextReport(examples, OutputOptions.paint(given, shell), shell.out()).write(report);
        }
        return facts.exitCode(report.exitCode());
    }

    /** What is wrong with the files, and what their selectors miss. */
    private static List<Finding> findings(Report report) {
        List<Finding> all = new ArrayList<>(report.findings());
        report.outcomes().forEach(outcome -> all.addAll(outcome.remarks()));
        return all.stream().sorted().distinct().toList();
    }
}
