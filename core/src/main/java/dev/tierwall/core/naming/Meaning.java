package dev.tierwall.core.naming;

import dev.tierwall.core.model.Pod;
import dev.tierwall.core.model.Service;
import dev.tierwall.core.net.Address;
import dev.tierwall.core.net.AddressSet;
import dev.tierwall.core.net.IpFamily;
import java.util.List;
import java.util.Optional;

/** What a {@link Name} stands for in one cluster. */
public sealed interface Meaning {

    /** The name in full, as it is written in answers. */
    String label();

    /**
     * Running pods, or templates of pods to come: one, or all of a workload.
     *
     * @param label {@code namespace/name}, behind the address where that was asked
     * @param pods at least one
     * @param only the family that was asked for by an address
     */
    record Pods(String label, List<Pod> pods, Optional<IpFamily> only) implements Meaning {
        public Pods {
            pods = List.copyOf(pods);
        }
    }

    /**
     * Whatever answers behind a Service.
     *
     * @param label {@code svc:namespace/name}, behind the address where that was asked
     * @param service the Service
     * @param only the family that was asked for by an address
     */
    record Behind(String label, Service service, Optional<IpFamily> only) implements Meaning {}

    /**
     * One address that no known pod has of its own.
     *
     * @param label the address, and the node's name if it is one's
     * @param address the address
     */
    record Single(String label, Address address) implements Meaning {}

    /**
     * Many addresses.
     *
     * @param label the block, or {@code internet}
     * @param addresses the addresses
     * @param outside whether only addresses outside the cluster are meant
     */
    record Many(String label, AddressSet addresses, boolean outside) implements Meaning {}
}
