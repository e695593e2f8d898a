package dev.tierwall.core.verdict;

import dev.tierwall.core.model.Pod;
import dev.tierwall.core.net.Address;

/** One end of a flow. */
public sealed interface End {

    /** An endpoint of the cluster. */
    record OfPod(Pod pod) implements End {}

    /** An address that belongs to no known endpoint. */
    record OfAddress(Address address) implements End {}
}
