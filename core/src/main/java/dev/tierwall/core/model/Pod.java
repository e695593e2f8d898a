package dev.tierwall.core.model;

import dev.tierwall.core.label.Labels;
import dev.tierwall.core.net.Address;
import dev.tierwall.core.net.IpFamily;
import dev.tierwall.core.net.Protocol;
import java.util.List;
import java.util.Optional;

/**
 * A pod, or the pods that a workload's template will make.
 *
 * @param key the pod's identity; for a template that of its workload, such as kind {@code Deployment}
 * @param labels the pod's labels
 * @param addresses its addresses, at most one of each family; a running pod without any has addresses that are not
 *     known yet, as pods in manifests and templates have
 * @param ports the declared ports of its containers, then of its restartable init containers
 * @param hostNetwork whether it shares its node's network; then it is a node to every policy
 * @param state whether it can have connections at all
 * @param node the node it runs on, if known
 * @param workload the outermost owner that groups it in reports; its own key if it has no owner
 * @param location where it was read
 */
public record Pod(
        ObjectKey key,
        Labels labels,
        List<Address> addresses,
        List<ContainerPort> ports,
        boolean hostNetwork,
        State state,
        Optional<String> node,
        ObjectKey workload,
        Location location)
        implements ClusterObject {

    public static final String KIND = "Pod";

    /** Whether a pod can have connections. */
    public enum State {
        /** It has, or may be assumed to have, an address of its own. */
        RUNNING,
        /** The cluster knows it but has not given it an address. */
        WITHOUT_ADDRESS,
        /** Succeeded or failed: its address may already belong to another pod. */
        FINISHED
    }

    /**
     * A port that a container declares.
     *
     * @param name its name; empty if it has none
     * @param protocol its protocol
     * @param number its number, from 1 to 65535
     */
    public record ContainerPort(String name, Protocol protocol, int number) {}

    public Pod {
        addresses = List.copyOf(addresses);
        ports = List.copyOf(ports);
        if (addresses.size() > 2
                || (addresses.size() == 2
                        && addresses.get(0).family() == addresses.get(1).family())) {
            throw new IllegalArgumentException("more than one address of a family: " + addresses);
        }
    }

    /** Whether it stands for the pods that a workload's template will make. */
    public boolean isTemplate() {
        return !key.kind().equals(KIND);
    }

    /** Whether policies apply to it or name it: it runs. */
    public boolean isEndpoint() {
        return state == State.RUNNING;
    }

    /** The address of a family, if it has one that is known. */
    public Optional<Address> address(IpFamily family) {
        for (Address address : addresses) {
            if (address.family() == family) {
                return Optional.of(address);
            }
        }
        return Optional.empty();
    }

    /**
     * The number of the first declared port with this name and protocol. Policies and Services resolve names this way.
     */
    public Optional<Integer> port(String name, Protocol protocol) {
        for (ContainerPort port : ports) {
            if (port.protocol() == protocol && port.name().equals(name)) {
                return Optional.of(port.number());
            }
        }
        return Optional.empty();
    }
}
