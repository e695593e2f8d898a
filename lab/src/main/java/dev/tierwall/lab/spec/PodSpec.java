package dev.tierwall.lab.spec;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tierwall.core.net.Address;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A pod as its node understands it.
 *
 * @param id which pod it is
 * @param host where and as whom it runs
 * @param initial containers that run before the others, one after the other
 * @param containers the others
 * @param volumes the files that they share
 * @param restart when containers are started again
 * @param grace how long they have to end
 * @param tree the whole object
 */
public record PodSpec(
        Id id,
        Host host,
        List<ContainerSpec> initial,
        List<ContainerSpec> containers,
        List<VolumeSpec> volumes,
        Restart restart,
        Duration grace,
        JsonNode tree) {

    /** Asks for addresses: one, or one of each family with a comma between. */
    public static final String ADDRESSES = "tierwall.dev/pod-ips";

    /** Which pod. */
    public record Id(String namespace, String name, String uid) {
        @Override
        public String toString() {
            return namespace + "/" + name;
        }
    }

    /**
     * Where a pod runs.
     *
     * @param node its node
     * @param network whether it uses the node's network
     * @param name what it calls itself
     * @param subdomain the headless Service that gives it a name; may be empty
     * @param account its service account
     */
    public record Host(String node, boolean network, String name, String subdomain, String account) {}

    /** When a container is started again. */
    public enum Restart {
        ALWAYS,
        ON_FAILURE,
        NEVER;

        /** Whether a container that ended so is started again. */
        public boolean after(int exitCode) {
            return this == ALWAYS || (this == ON_FAILURE && exitCode != 0);
        }
    }

    /** Reads a pod. */
    public static PodSpec of(JsonNode tree) {
        String name = Trees.text(tree, "/metadata/name");
        Id id = new Id(Trees.text(tree, "/metadata/namespace"), name, Trees.text(tree, "/metadata/uid"));
        Host host = new Host(
                Trees.text(tree, "/spec/nodeName"),
                Trees.flag(tree, "/spec/hostNetwork", false),
                Trees.optional(tree, "/spec/hostname").orElse(name),
                Trees.text(tree, "/spec/subdomain"),
                Trees.optional(tree, "/spec/serviceAccountName").orElse("default"));
        Restart restart = switch (Trees.text(tree, "/spec/restartPolicy")) {
            case "Never" -> Restart.NEVER;
            case "OnFailure" -> Restart.ON_FAILURE;
            default -> Restart.ALWAYS;
        };
        return new PodSpec(
                id,
                host,
                Trees.list(tree, "/spec/initContainers", ContainerSpec::of),
                Trees.list(tree, "/spec/containers", ContainerSpec::of),
                Trees.list(tree, "/spec/volumes", VolumeSpec::of),
                restart,
                Duration.ofSeconds(Trees.number(tree, "/spec/terminationGracePeriodSeconds", 30)),
                tree);
    }

    /** All containers. */
    public Stream<ContainerSpec> all() {
        return Stream.concat(initial.stream(), containers.stream());
    }

    /** The addresses that it asks for; nothing if it asks in words that are none. */
    public Optional<List<Address>> wanted() {
        String asked = tree.at("/metadata/annotations").path(ADDRESSES).asText("");
        List<Address> addresses = new ArrayList<>();
        for (String word : Arrays.asList(asked.split("[,\\s]+"))) {
            Optional<Address> address = Address.parse(word);
            if (address.isEmpty() && !word.isEmpty()) {
                return Optional.empty();
            }
            address.ifPresent(addresses::add);
        }
        long families = addresses.stream().map(Address::family).distinct().count();
        return families == addresses.size() ? Optional.of(addresses) : Optional.empty();
    }
}
