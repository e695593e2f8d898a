package dev.tierwall.core.oracle;

import dev.tierwall.core.net.IpFamily;
import dev.tierwall.core.net.Protocol;
import java.util.Optional;

/**
 * Is this one connection allowed?
 *
 * @param source who opens it
 * @param destination who is to accept it; the pod, where the source used a Service
 * @param family the address family that it uses
 * @param protocol the protocol; empty for one without ports, such as ICMP
 * @param port the destination port on the pod; 0 where the protocol has none
 * @param viaService whether the source used a Service
 */
public record Question(
        Party source, Party destination, IpFamily family, Optional<Protocol> protocol, int port, boolean viaService) {

    @Override
    public String toString() {
        String what = protocol.map(known -> port + "/" + known).orElse("other protocols");
        return source + " -> " + destination + " " + what + " " + family + (viaService ? " via a Service" : "");
    }
}
