package dev.tierwall.agent.flow;

import dev.tierwall.core.model.ObjectKey;
import dev.tierwall.core.model.Pod;
import dev.tierwall.core.net.Address;
import dev.tierwall.core.verdict.End;
import java.util.Optional;

/**
 * One side of a connection.
 *
 * @param pod the pod, if it is one of the cluster's
 * @param workload what owns the pod
 * @param address its address
 * @param port its port; 0 where there is none
 */
public record FlowEnd(Optional<ObjectKey> pod, Optional<ObjectKey> workload, Address address, int port) {

    static FlowEnd of(End end, Address address, int port) {
        return end instanceof End.OfPod(Pod pod)
                ? new FlowEnd(Optional.of(pod.key()), Optional.of(pod.workload()), address, port)
                : new FlowEnd(Optional.empty(), Optional.empty(), address, port);
    }

    /** What to call it: the pod, or the address. */
    public String name() {
        return pod.map(ObjectKey::qualifiedName).orElseGet(address::toString);
    }
}
