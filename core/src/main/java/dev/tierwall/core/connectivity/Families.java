package dev.tierwall.core.connectivity;

import dev.tierwall.core.model.Direction;
import dev.tierwall.core.model.Node;
import dev.tierwall.core.model.Peer;
import dev.tierwall.core.model.Pod;
import dev.tierwall.core.model.Policy;
import dev.tierwall.core.model.Service;
import dev.tierwall.core.model.Snapshot;
import dev.tierwall.core.net.Address;
import dev.tierwall.core.net.Cidr;
import dev.tierwall.core.net.IpFamily;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** Which address families a cluster uses, as far as its facts show; IPv4 where they show nothing. */
public final class Families {

    private Families() {}

    /**
     * The families of the addresses of pods, nodes and Services; without any address those of the policies' blocks;
     * without any block IPv4.
     */
    public static Set<IpFamily> of(Snapshot snapshot) {
        Set<IpFamily> found = EnumSet.noneOf(IpFamily.class);
        for (Pod pod : snapshot.pods().values()) {
            addAll(pod.addresses(), found);
            if (found.size() == IpFamily.values().length) {
                return found;
            }
        }
        for (Node node : snapshot.nodes().values()) {
            addAll(node.addresses(), found);
            node.podCidrs().forEach(block -> found.add(block.family()));
        }
        for (Service service : snapshot.services().values()) {
            addAll(service.addresses(), found);
        }
        if (found.isEmpty()) {
            for (Policy policy : snapshot.policies().values()) {
                for (Direction direction : Direction.values()) {
                    policy.rules(direction).forEach(rule -> addBlocks(rule.peers(), found));
                }
            }
        }
        return found.isEmpty() ? EnumSet.of(IpFamily.IPV4) : found;
    }

    private static void addAll(Collection<Address> addresses, Set<IpFamily> found) {
        addresses.forEach(address -> found.add(address.family()));
    }

    private static void addBlocks(List<Peer> peers, Set<IpFamily> found) {
        for (Peer peer : peers) {
            if (peer instanceof Peer.Networks networks) {
                for (Cidr block : networks.blocks()) {
                    found.add(block.family());
                }
            }
        }
    }
}
