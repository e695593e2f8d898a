package dev.tierwall.agent;

import dev.tierwall.agent.flow.FlowLog;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * How the agent shall run.
 *
 * @param node the node that it keeps
 * @param kubeconfig the kubeconfig file; otherwise those that kubectl would take, and in a pod its service account
 * @param metrics where health and metrics are served; empty for nowhere
 * @param local the port on loopback where status and flows are served; 0 for nowhere
 * @param json whether its log is JSON lines
 * @param flows which connections are told
 * @param flowsInLog whether they are written to standard output, too
 * @param verbose whether it logs more
 */
public record Settings(
        String node,
        Optional<Path> kubeconfig,
        Optional<InetSocketAddress> metrics,
        int local,
        boolean json,
        FlowLog.Wanted flows,
        boolean flowsInLog,
        boolean verbose) {

    /** The port of health and metrics, if nothing else is said. */
    public static final int METRICS_PORT = 9478;

    /** The port of status and flows, if nothing else is said. */
    public static final int LOCAL_PORT = 9479;

    /**
     * An option.
     *
     * @param name its name on the command line, without dashes
     * @param variable the environment variable that stands for it where it is not given
     * @param usual its value where neither is given
     * @param description what it is
     */
    public record Option(String name, String variable, String usual, String description) {}

    /** All of them. */
    public static final List<Option> OPTIONS = List.of(
            new Option("node", "NODE_NAME", "", "The name of the node that the agent runs on."),
            new Option("kubeconfig", "TIERWALL_KUBECONFIG", "", "The kubeconfig file to use."),
            new Option(
                    "metrics-address",
                    "TIERWALL_METRICS_ADDRESS",
                    ":" + METRICS_PORT,
                    "Where to serve /livez, /readyz and /metrics; \"off\" for nowhere."),
            new Option(
                    "local-port",
                    "TIERWALL_LOCAL_PORT",
                    "" + LOCAL_PORT,
                    "The port on loopback where to serve status and flows; 0 for nowhere."),
            new Option(
                    "unknown-pods",
                    "TIERWALL_UNKNOWN_PODS",
                    "allow",
                    "What becomes of traffic of addresses that no known pod owns: allow, which is all there is so far."),
            new Option("log-format", "TIERWALL_LOG_FORMAT", "text", "How to log: text or json."),
            new Option("denied-flows", "TIERWALL_DENIED_FLOWS", "on", "Whether to tell denied connections: on or off."),
            new Option(
                    "allowed-flows",
                    "TIERWALL_ALLOWED_FLOWS",
                    "off",
                    "Which allowed connections to tell: off, sampled (one in 100) or on."),
            new Option(
                    "flow-output",
                    "TIERWALL_FLOW_OUTPUT",
                    "stdout",
                    "Where to write flows as JSON lines beside serving them: stdout or none."));

    /** What came of reading options: settings, or all that is wrong with them. */
    public record Parsed(Optional<Settings> settings, List<String> problems) {
        public Parsed {
            problems = List.copyOf(problems);
        }
    }

    /**
     * Reads them all.
     *
     * @param given the options of the command line, by name
     * @param variables the environment
     */
    public static Parsed parse(Map<String, String> given, Map<String, String> variables, boolean verbose) {
        Reading reading = new Reading(given, variables);
        reading.choice("unknown-pods", "allow");
        Settings settings = new Settings(
                reading.node(),
                Optional.of(reading.text("kubeconfig"))
                        .filter(text -> !text.isEmpty())
                        .map(Path::of),
                reading.address("metrics-address"),
                reading.port("local-port", reading.text("local-port")),
                reading.choice("log-format", "text", "json").equals("json"),
                new FlowLog.Wanted(
                        reading.choice("denied-flows", "on", "off").equals("on"),
                        FlowLog.Allowed.valueOf(reading.choice("allowed-flows", "off", "sampled", "on")
                                .toUpperCase(Locale.ROOT))),
                reading.choice("flow-output", "stdout", "none").equals("stdout"),
                verbose);
        return new Parsed(reading.problems.isEmpty() ? Optional.of(settings) : Optional.empty(), reading.problems);
    }

    private static final class Reading {
        private final Map<String, String> given;
        private final Map<String, String> variables;
        private final List<String> problems = new ArrayList<>();

        Reading(Map<String, String> given, Map<String, String> variables) {
            this.given = given;
            this.variables = variables;
        }

        String text(String name) {
            Option option = OPTIONS.stream()
                    .filter(one -> one.name.equals(name))
                    .findFirst()
                    .orElseThrow();
            String fallback = variables.getOrDefault(option.variable, "");
            return given.getOrDefault(name, fallback.isEmpty() ? option.usual : fallback);
        }

        String node() {
            String name = text("node");
            if (name.isEmpty()) {
                problems.add("which node? give --node NAME, or set NODE_NAME");
            }
            return name;
        }

        String choice(String name, String... choices) {
            String text = text(name);
            if (List.of(choices).contains(text)) {
                return text;
            }
            problems.add("--" + name + " takes " + String.join(" or ", choices) + ", not '" + text + "'");
            return choices[0];
        }

        int port(String name, String text) {
            if (text.matches("[0-9]{1,5}") && Integer.parseInt(text) < 65536) {
                return Integer.parseInt(text);
            }
            problems.add("--" + name + " takes a port up to 65535, not '" + text + "'");
            return 0;
        }

        Optional<InetSocketAddress> address(String name) {
            String text = text(name);
            if (text.equals("off")) {
                return Optional.empty();
            }
            int colon = text.lastIndexOf(':');
            int port = port(name, text.substring(colon + 1));
            String host = colon < 0 ? "" : text.substring(0, colon).replaceAll("[\\[\\]]", "");
            return Optional.of(host.isEmpty() ? new InetSocketAddress(port) : new InetSocketAddress(host, port));
        }
    }
}
