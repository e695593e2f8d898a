package dev.tierwall.cli.agent;

import dev.tierwall.cli.frame.CliCommand;
import dev.tierwall.cli.frame.ExitCode;
import dev.tierwall.cli.frame.Help;
import dev.tierwall.cli.frame.Shell;
import dev.tierwall.cli.frame.Usage;
import java.io.BufferedReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/** {@code tierwall flows}: connections that agents denied or allowed, and who is responsible. */
public final class FlowsCommand implements CliCommand {

    @Override
    public void describe(CommandSpec spec) {
        spec.addOption(OptionSpec.builder("-w", "--watch")
                .arity("0")
                .description("Go on with connections as they happen.")
                .build());
        Agents.value(spec, "VERDICT", "Only those that were denied, or allowed.", "--verdict");
        Agents.value(spec, "NAME", "Only those with a pod of this namespace at one end.", "-n", "--namespace");
        Agents.value(spec, "NAME", "Only those with this pod at one end; a pod or namespace/pod.", "--pod");
        Agents.value(spec, "NAME", "Only those that this policy is responsible for.", "--policy");
        Agents.addFormat(spec, "flow.json");
        Agents.addTo(spec);
        new Help("Tell which connections were denied or allowed, and by which policies.")
                .example("tierwall flows -w")
                .example("tierwall flows --verdict denied -n shop -o json")
                .exitCodes("Told.", "")
                .addTo(spec);
    }

    @Override
    public int run(ParseResult given, Shell shell) throws IOException {
        boolean json = Agents.isJson(given);
        String verdict = Agents.text(given, "--verdict").orElse("");
        if (!List.of("", "denied", "allowed").contains(verdict)) {
            throw Usage.mistake(given, "--verdict takes denied or allowed, not '" + verdict + "'");
        }
        FlowFilter filter = new FlowFilter(
                verdict,
                Agents.text(given, "-n").orElse(""),
                Agents.text(given, "--pod").orElse(""),
                Agents.text(given, "--policy").orElse(""));
        boolean watch = given.hasMatchedOption("-w");
        try (Agents agents = Agents.find(given, shell)) {
            if (agents.isNone("flows", shell)) {
                return ExitCode.BROKEN;
            }
            return follow(agents, watch, new FlowPrinter(shell.out(), filter, json), shell);
        }
    }

    private static int follow(Agents agents, boolean watch, FlowPrinter printer, Shell shell) {
        List<Thread> threads = new ArrayList<>();
        List<String> failures = new ArrayList<>();
        for (Agents.Asked agent : agents.all()) {
            threads.add(Thread.ofVirtual().start(() -> {
                try (BufferedReader lines = agent.get(watch ? "/flows?watch" : "/flows")) {
                    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                        printer.print(line);
                    }
                } catch (IOException broken) {
                    synchronized (failures) {
                        failures.add(agent.name() + ": " + broken.getMessage());
                    }
                }
            }));
        }
        try {
            for (Thread thread : threads) {
                thread.join();
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
        failures.forEach(failure -> shell.err().println("tierwall flows: agent of " + failure));
        return failures.isEmpty() ? ExitCode.OK : ExitCode.BROKEN;
    }
}
