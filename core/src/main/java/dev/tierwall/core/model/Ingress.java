package dev.tierwall.core.model;

import java.util.List;
import java.util.Optional;

/**
 * An Ingress: rules by which a controller forwards requests from outside the cluster to Services.
 *
 * @param key its identity
 * @param backends the Services it forwards to, in the order of its rules, the default first
 * @param location where it was read
 */
public record Ingress(ObjectKey key, List<Backend> backends, Location location) implements ClusterObject {

    public static final String KIND = "Ingress";

    /**
     * A Service port that requests are forwarded to.
     *
     * @param service the Service
     * @param number the Service port's number, if given by number
     * @param portName the Service port's name, if given by name
     */
    public record Backend(ObjectKey service, Optional<Integer> number, Optional<String> portName) {

        /** Whether this means that port of the Service. */
        public boolean means(Service.Port port) {
            return number.map(wanted -> wanted == port.number())
                    .orElseGet(() ->
                            portName.map(wanted -> wanted.equals(port.name())).orElse(true));
        }
    }

    public Ingress {
        backends = List.copyOf(backends);
    }
}
