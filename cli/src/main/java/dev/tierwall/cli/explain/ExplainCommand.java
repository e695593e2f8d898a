package dev.tierwall.cli.explain;

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
import dev.tierwall.core.naming.Asked;
import dev.tierwall.core.naming.Meaning;
import dev.tierwall.core.naming.Reading;
import dev.tierwall.core.naming.Resolver;
import dev.tierwall.core.policy.CompiledPolicy;
import dev.tierwall.core.policy.PolicyCompiler;
import java.io.IOException;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParseResult;

/** {@code tierwall explain}: what isolates a pod, what may come in and what may go out. */
public final class ExplainCommand implements CliCommand {
    @Override
    public void describe(CommandSpec spec) {
        spec.addPositional(PositionalParamSpec.builder()
                .index("0")
                .paramLabel("POD")
                .type(String.class)
                .required(true)
                .description("The pod or workload: namespace/name, namespace/Kind/name, an address of a pod, or a"
                        + " name whose namespace comes from -n.")
                .build());
        FactsOptions.addTo(spec);
        OutputOptions.addTo(spec, Format.TEXT, Format.JSON, Format.YAML);
        new Help("Say in plain sentences what isolates a pod, what may come in, and what may go out.")
                .example("tierwall explain -f manifests/ shop/web")
                .example("tierwall explain -n shop deploy/web")
                .example("tierwall explain --context prod 10.244.120.69 -o json")
                .exitCodes("Explained.", "")
                .addTo(spec);
    }

    @Override
    public int run(ParseResult given, Shell shell) throws IOException {
        Format format = OutputOptions.format(given);
        FactsLoader loader = new FactsLoader(given, shell);
        Facts facts = loader.load();
        CompiledPolicy policy = PolicyCompiler.compile(facts.snapshot());
        Resolver resolver = new Resolver(policy, loader.namespace());
        Reading<Meaning> meaning =
                Asked.readName(given.matchedPositionalValue(0, "")).then(resolver::resolve);
        return switch (meaning) {
            case Reading.Unknown<Meaning>(String problem, String remedy) -> Usage.refuse(given, shell, problem, remedy);
            case Reading.Known<Meaning>(Meaning.Pods pods) -> {
                List<Subject> subjects = Subject.of(policy, pods.label(), pods.pods());
                if (format == Format.TEXT) {
                    new ExplainText(policy, OutputOptions.paint(given, shell), shell.out()).write(subjects);
                } else {
                    new ExplainTree(policy).write(subjects, format, shell.out());
                }
                yield facts.exitCode(ExitCode.OK);
            }
            case Reading.Known<Meaning>(Meaning other) ->
                Usage.refuse(
                        given,
                        shell,
                        other.label() + " is not a pod: policies do nothing to it",
                        "ask about a pod or a workload, such as one behind it");
        };
    }
}
