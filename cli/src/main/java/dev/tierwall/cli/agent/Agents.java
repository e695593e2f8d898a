package dev.tierwall.cli.agent;

import dev.tierwall.agent.Settings;
import dev.tierwall.cli.frame.Shell;
import dev.tierwall.cli.frame.Usage;
import dev.tierwall.core.model.Pod;
import dev.tierwall.kube.access.Access;
import dev.tierwall.kube.access.ApiServer;
import dev.tierwall.kube.access.ClusterException;
import dev.tierwall.kube.access.ClusterOptions;
import dev.tierwall.kube.access.Environment;
import dev.tierwall.kube.stream.PortForward;
import dev.tierwall.kube.tree.JsonReader;
import dev.tierwall.kube.tree.Problems;
import dev.tierwall.kube.wire.ObjectReader;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/**
 * The agents that a person may ask: those of a cluster, whose ports the API server forwards, or one at an address of this
 * machine.
 */
final class Agents implements AutoCloseable {

    private static final String PODS =
            "/pods?labelSelector=app.kubernetes.io%2Fname%3Dtierwall%2Capp.kubernetes.io%2Fcomponent%3Dagent";

    private final Optional<ApiServer> server;
    private final List<Asked> all;

    /** One agent. */
    record Asked(String name, Line line) {
        /** What it answers to a path: lines, to be closed. */
        BufferedReader get(String path) throws IOException {
            InputStream stream = line.open("GET " + path + " HTTP/1.0\r\nHost: agent\r\n\r\n");
            BufferedReader reader = new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8));
            String status = reader.readLine();
            if (status == null || !status.contains(" 200 ")) {
                reader.close();
                throw new IOException(status == null ? "no answer" : status);
            }
            for (String header = reader.readLine(); header != null && !header.isEmpty(); ) {
                header = reader.readLine();
            }
            return reader;
        }
    }

    /** A way to an agent: sends a request, and gives what comes back. */
    interface Line {
        InputStream open(String request) throws IOException;
    }

    private Agents(Optional<ApiServer> server, List<Asked> all) {
        this.server = server;
        this.all = List.copyOf(all);
    }

    List<Asked> all() {
        return all;
    }

    static void addTo(CommandSpec spec) {
        value(spec, "NAME", "The namespace that the agents run in; otherwise all are looked through.", "--agents-in");
        value(
                spec,
                "HOST:PORT",
                "Ask the agent at this address of this machine, without any cluster; it serves on 127.0.0.1:"
                        + Settings.LOCAL_PORT + ".",
                "--agent");
        value(spec, "NAME", "The kubeconfig context to use.", "--context");
        value(spec, "FILE", "The kubeconfig file to use, instead of KUBECONFIG or ~/.kube/config.", "--kubeconfig");
    }

    static void value(CommandSpec spec, String label, String description, String... names) {
        spec.addOption(OptionSpec.builder(names)
                .type(String.class)
                .paramLabel(label)
                .description(description)
                .build());
    }

    static Optional<String> text(ParseResult given, String option) {
        return Optional.ofNullable(given.<String>matchedOptionValue(option, null));
    }

    static void addFormat(CommandSpec spec, String schema) {
        value(spec, "FORMAT", "text, or json, one object a line; docs/schemas/" + schema + ".", "-o", "--output");
    }

    /** Whether JSON is wanted. */
    static boolean isJson(ParseResult given) {
        String format = text(given, "-o").orElse("text");
        if (!List.of("text", "json").contains(format)) {
            throw Usage.mistake(given, "-o takes text or json, not '" + format + "'");
        }
        return format.equals("json");
    }

    /** Whether there are any; says so if there are none. */
    boolean isNone(String command, Shell shell) {
        if (all.isEmpty()) {
            shell.err()
                    .println("tierwall " + command
                            + ": no agent runs in this cluster; docs/install.md says how to install it");
        }
        return all.isEmpty();
    }

    /** Finds those that the options mean. */
    static Agents find(ParseResult given, Shell shell) throws IOException {
        Optional<String> address = text(given, "--agent");
        if (address.isPresent()) {
            return new Agents(Optional.empty(), List.of(at(given, address.get())));
        }
        try {
            return inCluster(given, shell);
        } catch (ClusterException failure) {
            throw new IOException(failure.getMessage(), failure);
        }
    }

    private static Asked at(ParseResult given, String address) {
        int colon = address.lastIndexOf(':');
        if (colon < 0 || !address.substring(colon + 1).matches("[0-9]{1,5}")) {
            throw Usage.mistake(given, "--agent takes HOST:PORT, not '" + address + "'");
        }
        String host = address.substring(0, colon).replaceAll("[\\[\\]]", "");
        int port = Integer.parseInt(address.substring(colon + 1));
        return new Asked(address, request -> {
            Socket socket = new Socket(host, port);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
            return socket.getInputStream();
        });
    }

    private static Agents inCluster(ParseResult given, Shell shell) throws ClusterException {
        ClusterOptions options = text(given, "--kubeconfig")
                .map(file -> ClusterOptions.NONE.withKubeconfig(Path.of(file)))
                .orElse(ClusterOptions.NONE);
        ClusterOptions chosen =
                text(given, "--context").map(options::withContext).orElse(options);
        Access access = Access.find(chosen, Environment.of(shell.variables(), shell.err()::println));
        ApiServer server = new ApiServer(access, ClusterOptions.USUAL_TIMEOUT);
        String root = "/api/v1"
                + text(given, "--agents-in").map(name -> "/namespaces/" + name).orElse("");
        List<Asked> found = new ArrayList<>();
        String problem = server.get(root + PODS, "application/json", answer -> {
            if (!answer.isSuccess()) {
                return answer.message();
            }
            found.clear();
            Problems problems = new Problems("");
            JsonReader.read(
                    answer.body(),
                    new ObjectReader(problems, "default", object -> {
                        if (object instanceof Pod pod && pod.isEndpoint()) {
                            found.add(asked(server, pod));
                        }
                    }),
                    problems);
            return "";
        });
        if (!problem.isEmpty()) {
            server.close();
            throw new ClusterException(
                    "cannot look for agents: " + problem + "; name their namespace with --agents-in");
        }
        return new Agents(Optional.of(server), found);
    }

    private static Asked asked(ApiServer server, Pod pod) {
        return new Asked(pod.node().orElse(pod.key().name()), request -> {
            try {
                PortForward stream = PortForward.open(
                        server, pod.key().namespace(), pod.key().name(), Settings.LOCAL_PORT);
                stream.send(request);
                return stream;
            } catch (ClusterException refused) {
                throw new IOException(refused.getMessage(), refused);
            }
        });
    }

    @Override
    public void close() {
        server.ifPresent(ApiServer::close);
    }
}
