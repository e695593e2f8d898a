package dev.tierwall.core.model;

import dev.tierwall.core.label.Labels;
import dev.tierwall.core.net.Address;
import dev.tierwall.core.net.Cidr;
import java.util.List;

/**
 * A node of the cluster.
 *
 * @param name its name
 * @param labels its labels
 * @param addresses the IP addresses of its status
 * @param podCidrs the blocks that its pods' addresses come from, where the cluster says so
 * @param location where it was read
 */
public record Node(String name, Labels labels, List<Address> addresses, List<Cidr> podCidrs, Location location)
        implements ClusterObject {

    public static final String KIND = "Node";

    public Node {
        addresses = List.copyOf(addresses);
        podCidrs = List.copyOf(podCidrs);
    }

    public static ObjectKey keyOf(String name) {
        return new ObjectKey(KIND, "", name);
    }

    @Override
    public ObjectKey key() {
        return keyOf(name);
    }
}
