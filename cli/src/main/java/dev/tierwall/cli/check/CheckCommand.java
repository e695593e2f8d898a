package dev.tierwall.cli.check;

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
import dev.tierwall.core.naming.Reading;
import dev.tierwall.core.policy.CompiledPolicy;
import dev.tierwall.core.policy.PolicyCompiler;
import dev.tierwall.core.question.Answers;
import dev.tierwall.core.question.Inquiry;
import java.io.IOException;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParseResult;

/** {@code tierwall check}: whether one connection is allowed, and why, for both of its sides. */
public final class CheckCommand implements CliCommand {
    @Override
    public void describe(CommandSpec spec) {
        spec.addPositional(PositionalParamSpec.builder()
                .index("0")
                .paramLabel("SRC")
                .type(String.class)
                .required(true)
                .description("Who opens the connection.")
                .build());
        spec.addPositional(PositionalParamSpec.builder()
                .index("1")
                .paramLabel("DST[:PORT[/PROTO]]")
                .type(String.class)
                .required(true)
                .description("Who accepts it, and on which port.")
                .build());
        FactsOptions.addTo(spec);
        OutputOptions.addTo(spec, Format.TEXT, Format.JSON, Format.YAML);
        new Help("Say whether one connection is allowed, and why, for both of its sides.")
                .example("tierwall check -f manifests/ shop/web shop/db:5432")
                .example("tierwall check shop/web svc:kube-system/kube-dns:53/UDP")
                .example("tierwall check -n shop 10.0.0.0/8 web:http")
                .example("tierwall check -f new/ --live shop/web internet:443")
                .text(
                        "SRC and DST are each one of",
                        "  namespace/name       a pod or a workload; the namespace may come from -n",
                        "  namespace/Kind/name  where two share a name, as in shop/Deployment/web",
                        "  svc:namespace/name   a Service: every pod behind it, on the port it leads to",
                        "  10.0.0.7, 2001:db8::1, [2001:db8::1]:443",
                        "                       an address; a pod's, a Service's or a node's is that pod, Service or node",
                        "  10.0.0.0/8           a block: all in it that policies tell apart",
                        "  internet             all public addresses",
                        "PORT is a number or a port's name. Without PROTO it is TCP; without PORT it is each port that DST",
                        "declares. Where pods or addresses differ, each answer is shown.")
                .exitCodes("Allowed.", "Denied, at least in part.")
                .addTo(spec);
    }

    @Override
    public int run(ParseResult given, Shell shell) throws IOException {
        Format format = OutputOptions.format(given);
        FactsLoader loader = new FactsLoader(given, shell);
        Facts facts = loader.load();
        CompiledPolicy policy = PolicyCompiler.compile(facts.snapshot());
        Inquiry inquiry = new Inquiry(
                given.matchedPositionalValue(0, ""), given.matchedPositionalValue(1, ""), loader.namespace());
        return switch (Answers.to(policy, inquiry)) {
            case Reading.Unknown<Answers>(String problem, String remedy) -> Usage.refuse(given, shell, problem, remedy);
            case Reading.Known<Answers>(Answers answers) -> {
                if (format == Format.TEXT) {
                    new CheckText(policy, OutputOptions.paint(given, shell), shell.out()).write(answers);
                } else {
                    new CheckTree(policy).write(answers, inquiry, format, shell.out());
                }
                answers.remarks().forEach(remark -> shell.err().println("note: " + remark));
                yield facts.exitCode(answers.isAllowed() ? ExitCode.OK : ExitCode.NO);
            }
        };
    }
}
