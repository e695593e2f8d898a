package dev.tierwall.core.model;

import dev.tierwall.core.label.Labels;
import dev.tierwall.core.label.Selector;
import dev.tierwall.core.net.Address;
import dev.tierwall.core.net.Protocol;
import java.util.List;
import java.util.Optional;

/**
 * A Service: a name and addresses in front of pods. Policies never see it, only the pods and target ports behind it.
 *
 * @param key its identity
 * @param labels its labels
 * @param selector the pods behind it; empty if its endpoints are written by hand in EndpointSlices
 * @param ports its ports
 * @param addresses its cluster and external addresses; none if it is headless
 * @param type how far it reaches
 * @param location where it was read
 */
public record Service(
        ObjectKey key,
        Labels labels,
        Optional<Selector> selector,
        List<Port> ports,
        List<Address> addresses,
        Type type,
        Location location)
        implements ClusterObject {

    public static final String KIND = "Service";

    /** The type of a Service, as written; headless ones apart, which work in another way. */
    public enum Type {
        CLUSTER_IP("ClusterIP"),
        /** A ClusterIP Service that is told to have no address: clients get those of the pods, and use their ports. */
        HEADLESS("ClusterIP"),
        NODE_PORT("NodePort"),
        LOAD_BALANCER("LoadBalancer"),
        EXTERNAL_NAME("ExternalName");

        private final String label;

        Type(String label) {
            this.label = label;
        }

        /** The word used in manifests. */
        public String label() {
            return label;
        }

        /** Whether clients outside the cluster are meant to reach it. */
        public boolean isExternal() {
            return this == NODE_PORT || this == LOAD_BALANCER;
        }
    }

    /**
     * One port of a Service.
     *
     * @param name its name; empty if it has none
     * @param protocol its protocol
     * @param number the port that clients use
     * @param target the port of the pods behind it
     * @param nodePort the port on every node; 0 if there is none
     */
    public record Port(String name, Protocol protocol, int number, Target target, int nodePort) {}

    /** The port of a pod that a Service port leads to. */
    public sealed interface Target {
        /** The same number on every pod. */
        record ByNumber(int port) implements Target {}

        /** The number that the pod itself gives this name, for the Service port's protocol. */
        record ByName(String name) implements Target {}
    }

    public Service {
        ports = List.copyOf(ports);
        addresses = List.copyOf(addresses);
    }

    /** The port of a pod that this Service's port leads to; empty if the pod has no port of the wanted name. */
    public static Optional<Integer> targetOn(Pod pod, Port port) {
        return switch (port.target()) {
            case Target.ByNumber(int number) -> Optional.of(number);
            case Target.ByName(String name) -> pod.port(name, port.protocol());
        };
    }
}
