package dev.tierwall.core.model;

import dev.tierwall.core.net.Address;
import dev.tierwall.core.net.Protocol;
import java.util.List;
import java.util.Optional;

/**
 * Addresses behind a Service, as the cluster or a person wrote them down.
 *
 * @param key its identity
 * @param service the name of the Service in the same namespace, if it belongs to one
 * @param endpoints the addresses, each with the pod it belongs to where that is known
 * @param ports the ports on each of them
 * @param location where it was read
 */
public record EndpointSlice(
        ObjectKey key, Optional<String> service, List<Backend> endpoints, List<SlicePort> ports, Location location)
        implements ClusterObject {

    public static final String KIND = "EndpointSlice";

    /**
     * One address behind the Service.
     *
     * @param address the address
     * @param pod the name of the pod in the same namespace that has it, if it is a pod's
     */
    public record Backend(Address address, Optional<String> pod) {}

    /**
     * One port on every address of the slice.
     *
     * @param name the Service port's name; empty if it has none
     * @param protocol its protocol
     * @param number its number; 0 stands for every port
     */
    public record SlicePort(String name, Protocol protocol, int number) {}

    public EndpointSlice {
        endpoints = List.copyOf(endpoints);
        ports = List.copyOf(ports);
    }
}
