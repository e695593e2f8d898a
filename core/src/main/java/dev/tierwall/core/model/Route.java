package dev.tierwall.core.model;

import java.util.List;

/**
 * An HTTPRoute, GRPCRoute or TCPRoute: what comes in through its Gateways is forwarded to its Services.
 *
 * @param key its identity, the kind included
 * @param gateways the Gateways it attaches to
 * @param backends the Services it forwards to
 * @param location where it was read
 */
public record Route(ObjectKey key, List<ObjectKey> gateways, List<Ingress.Backend> backends, Location location)
        implements ClusterObject {

    public Route {
        gateways = List.copyOf(gateways);
        backends = List.copyOf(backends);
    }
}
