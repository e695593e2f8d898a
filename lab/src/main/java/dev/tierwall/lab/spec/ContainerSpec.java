package dev.tierwall.lab.spec;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A container as its pod describes it.
 *
 * @param name its name
 * @param image its image's name
 * @param program what it runs
 * @param variables its environment, in order
 * @param ports the ports that it declares
 * @param mounts the volumes that it sees
 * @param care how the node looks after it
 * @param isSidecar for one that is started before the others: it goes on beside them
 */
public record ContainerSpec(
        String name,
        String image,
        Words program,
        List<Variable> variables,
        List<PortSpec> ports,
        List<MountSpec> mounts,
        Care care,
        boolean isSidecar) {

    /**
     * What a container runs.
     *
     * @param command takes the place of the image's own entrypoint; empty for that
     * @param args the arguments
     * @param folder where it runs; empty for the image's own
     * @param stdin whether somebody may attach to its input
     * @param terminal whether it has a terminal
     */
    public record Words(List<String> command, List<String> args, String folder, boolean stdin, boolean terminal) {}

    /** How a node looks after a container. */
    public record Care(
            Optional<ProbeSpec> startup,
            Optional<ProbeSpec> liveness,
            Optional<ProbeSpec> readiness,
            Optional<Handler> postStart,
            Optional<Handler> preStop) {}

    static ContainerSpec of(JsonNode tree) {
        List<Variable> variables = new ArrayList<>(Trees.list(tree, "/envFrom", Variable::allOf));
        variables.addAll(Trees.list(tree, "/env", Variable::of));
        Words words = new Words(
                Trees.texts(tree, "/command"),
                Trees.texts(tree, "/args"),
                Trees.text(tree, "/workingDir"),
                Trees.flag(tree, "/stdin", false),
                Trees.flag(tree, "/tty", false));
        Care care = new Care(
                ProbeSpec.of(tree.at("/startupProbe")),
                ProbeSpec.of(tree.at("/livenessProbe")),
                ProbeSpec.of(tree.at("/readinessProbe")),
                Handler.of(tree.at("/lifecycle/postStart")),
                Handler.of(tree.at("/lifecycle/preStop")));
        return new ContainerSpec(
                Trees.text(tree, "/name"),
                Trees.text(tree, "/image"),
                words,
                List.copyOf(variables),
                Trees.list(tree, "/ports", ContainerSpec::port),
                Trees.list(tree, "/volumeMounts", MountSpec::of),
                care,
                Trees.text(tree, "/restartPolicy").equals("Always"));
    }

    private static PortSpec port(JsonNode tree) {
        return new PortSpec(
                Trees.text(tree, "/name"),
                Trees.number(tree, "/containerPort", 0),
                Trees.optional(tree, "/protocol").orElse("TCP"));
    }
}
