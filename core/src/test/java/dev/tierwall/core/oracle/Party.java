package dev.tierwall.core.oracle;

import dev.tierwall.core.model.ObjectKey;
import dev.tierwall.core.net.Address;

/** One end of a connection as a question names it. */
public sealed interface Party {

    /** A pod of the cluster, or a workload template. */
    record OfPod(ObjectKey key) implements Party {
        @Override
        public String toString() {
            return key.toString();
        }
    }

    /** An address that no pod has: outside the cluster, or a node. */
    record Outside(Address address) implements Party {
        @Override
        public String toString() {
            return address.toString();
        }
    }
}
