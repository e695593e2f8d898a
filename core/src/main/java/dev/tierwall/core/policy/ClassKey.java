package dev.tierwall.core.policy;

import dev.tierwall.core.label.Labels;
import dev.tierwall.core.model.Pod.ContainerPort;
import dev.tierwall.core.model.PortMatch;
import dev.tierwall.core.net.ConnectionSet;
import dev.tierwall.core.net.IpFamily;
import dev.tierwall.core.net.PortSet;
import dev.tierwall.core.net.Protocol;
import java.util.List;
import java.util.Optional;

/**
 * What policies can know of an endpoint. Endpoints with one key are told apart by no policy.
 *
 * @param namespace its namespace; empty on the host's network, where namespaces and labels do not count
 * @param labels its labels, as far as some selector in use names their keys
 * @param ports its named ports, as far as some rule in use names them
 * @param hostNetwork whether it is on its node's network
 * @param ipv4 its place among the IPv4 addresses
 * @param ipv6 its place among the IPv6 addresses
 */
public record ClassKey(
        String namespace, Labels labels, List<ContainerPort> ports, boolean hostNetwork, Place ipv4, Place ipv6) {

    public Place place(IpFamily family) {
        return family == IpFamily.IPV4 ? ipv4 : ipv6;
    }

    /** Whether it has or may have an address of the family. */
    public boolean isIn(IpFamily family) {
        return !(place(family) instanceof Place.Absent);
    }

    /** The number of the first named port with this name and protocol. */
    public Optional<Integer> port(String name, Protocol protocol) {
        for (ContainerPort port : ports) {
            if (port.protocol() == protocol && port.name().equals(name)) {
                return Optional.of(port.number());
            }
        }
        return Optional.empty();
    }

    /** The ports that a name stands for on these endpoints. */
    ConnectionSet connections(PortMatch.Named named) {
        ConnectionSet found = ConnectionSet.NONE;
        for (Protocol protocol : named.protocols()) {
            Optional<Integer> number = port(named.name(), protocol);
            if (number.isPresent()) {
                found = found.union(ConnectionSet.of(protocol, PortSet.of(number.get())));
            }
        }
        return found;
    }
}
