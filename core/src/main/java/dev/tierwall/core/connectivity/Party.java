package dev.tierwall.core.connectivity;

import dev.tierwall.core.model.ObjectKey;
import dev.tierwall.core.net.AddressSet;

/** One side of a line in a report. */
public sealed interface Party {

    /** All pods of one owner; a pod without an owner is its own workload. */
    record OfWorkload(ObjectKey key) implements Party {}

    /** Addresses outside the cluster, of one family, that no policy tells apart. */
    record OfAddresses(AddressSet addresses) implements Party {}
}
