package dev.tierwall.lab.net;

import dev.tierwall.core.net.Address;
import dev.tierwall.linux.netns.NetworkNamespace;
import java.io.IOException;
import java.util.List;

/** A pod's network: one interface, whose every packet goes to the node. */
public final class PodNetwork implements AutoCloseable {

    private final NodeNetwork node;
    private final NetworkNamespace namespace;
    private final Wired wired;

    /** The node's end of the wire, and the addresses at the pod's. */
    record Wired(String link, List<Address> addresses) {}

    PodNetwork(NodeNetwork node, NetworkNamespace namespace, Wired wired) {
        this.node = node;
        this.namespace = namespace;
        this.wired = wired;
    }

    /** Its addresses, one of each family. */
    public List<Address> addresses() {
        return wired.addresses();
    }

    String link() {
        return wired.link();
    }

    /** Its namespace. */
    public NetworkNamespace namespace() {
        return namespace;
    }

    /** Takes the pod from the network. Whoever is still in its namespace reaches nobody any more. */
    @Override
    public void close() {
        try {
            node.remove(this);
        } catch (IOException refused) {
            // Its node's namespace is gone, and the wire with it.
        }
        namespace.close();
    }
}
