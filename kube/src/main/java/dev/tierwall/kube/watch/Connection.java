package dev.tierwall.kube.watch;

import dev.tierwall.kube.access.ApiServer;
import dev.tierwall.kube.access.ClusterException;

/**
 * Opens a way to the API server. Asked again where the old way leads nowhere: certificates, addresses and tokens may have
 * been replaced since.
 */
@FunctionalInterface
public interface Connection {

    /** A way to the server, found anew. */
    ApiServer open() throws ClusterException;
}
