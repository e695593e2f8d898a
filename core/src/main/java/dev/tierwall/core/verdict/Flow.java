package dev.tierwall.core.verdict;

import dev.tierwall.core.net.IpFamily;
import dev.tierwall.core.net.Protocol;

/**
 * One concrete question or observation: may this source open a connection to that port of this destination?
 *
 * @param source who opens it
 * @param destination who accepts it; behind a Service, the pod and not the Service
 * @param family the address family it uses
 * @param protocol its protocol
 * @param port its destination port, behind a Service the pod's
 * @param viaService whether the source asked for a Service; it matters only to a pod that reaches itself
 */
public record Flow(End source, End destination, IpFamily family, Protocol protocol, int port, boolean viaService) {

    public Flow {
        if (port < 1 || port > 65535) {
            throw new IllegalArgumentException("not a port: " + port);
        }
    }
}
