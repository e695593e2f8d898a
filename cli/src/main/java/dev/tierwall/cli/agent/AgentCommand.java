package dev.tierwall.cli.agent;

import dev.tierwall.agent.Agent;
import dev.tierwall.agent.Settings;
import dev.tierwall.cli.frame.CliCommand;
import dev.tierwall.cli.frame.ExitCode;
import dev.tierwall.cli.frame.Help;
import dev.tierwall.cli.frame.Shell;
import dev.tierwall.cli.frame.Usage;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/** {@code tierwall agent}: keeps the policies of a cluster on the node that it runs on. */
public final class AgentCommand implements CliCommand {

    @Override
    public void describe(CommandSpec spec) {
        for (Settings.Option option : Settings.OPTIONS) {
            spec.addOption(OptionSpec.builder("--" + option.name())
                    .type(String.class)
                    .paramLabel("VALUE")
                    .description(option.description() + " Environment: " + option.variable() + "."
                            + (option.usual().isEmpty() ? "" : " Otherwise " + option.usual() + "."))
                    .build());
        }
        flag(spec, "--remove", "Take everything that the agent has put into the kernel out of it, and end.");
        flag(spec, "--verbose", "Log more.");
        new Help("Keep the network policies of the cluster on this node.")
                .example("tierwall agent --node worker1 --kubeconfig admin.conf")
                .example("tierwall agent --remove")
                .text(
                        "Runs until it is told to end by a signal. Needs CAP_NET_ADMIN in the node's network namespace.",
                        "What is in the kernel stays there when the agent ends, until --remove.")
                .exitCodes("Ended by a signal, or removed.", "")
                .addTo(spec);
    }

    private static void flag(CommandSpec spec, String name, String description) {
        spec.addOption(
                OptionSpec.builder(name).arity("0").description(description).build());
    }

    @Override
    public int run(ParseResult given, Shell shell) throws IOException {
        if (given.hasMatchedOption("--remove")) {
            Agent.remove();
            return ExitCode.OK;
        }
        Map<String, String> options = new HashMap<>();
        for (Settings.Option option : Settings.OPTIONS) {
            String value = given.matchedOptionValue("--" + option.name(), null);
            if (value != null) {
                options.put(option.name(), value);
            }
        }
        Settings.Parsed parsed = Settings.parse(options, shell.variables(), given.hasMatchedOption("--verbose"));
        if (parsed.settings().isEmpty()) {
            throw Usage.mistake(given, String.join("\n", parsed.problems()));
        }
        CountDownLatch end = new CountDownLatch(1);
        Agent agent = Agent.start(parsed.settings().get(), shell.variables(), shell.out());
        Runtime.getRuntime().addShutdownHook(new Thread(agent::close, "end"));
        try {
            end.await();
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
        }
        return ExitCode.OK;
    }
}
