package dev.tierwall.lab.cluster;

import dev.tierwall.lab.net.NodeNetwork;
import dev.tierwall.lab.store.ObjectStore;
import java.io.IOException;

/** Starts the program that enforces policies on a node. Whoever makes the lab hands it in. */
@FunctionalInterface
public interface NodeEnforcer {

    /**
     * Starts it.
     *
     * @param node the node, in whose namespace policies are to hold
     * @param store the cluster's objects
     * @return ends it
     */
    AutoCloseable start(NodeNetwork node, ObjectStore store) throws IOException;
}
