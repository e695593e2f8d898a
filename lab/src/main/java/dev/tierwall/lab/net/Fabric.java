package dev.tierwall.lab.net;

import dev.tierwall.core.net.Address;
import dev.tierwall.core.net.Cidr;
import dev.tierwall.core.net.IpFamily;
import dev.tierwall.linux.netns.NetworkNamespace;
import dev.tierwall.linux.route.Route;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What lies between the nodes: a router that knows where each pod is, with the simulated outside behind it. Closing it
 * ends all networks of the lab.
 */
public final class Fabric implements AutoCloseable {

    private final NetworkNamespace router;
    private final NetworkNamespace outside;
    private final List<NodeNetwork> nodes = new ArrayList<>();

    private Fabric(NetworkNamespace router, NetworkNamespace outside) {
        this.router = router;
        this.outside = outside;
    }

    /**
     * Makes the router and the outside, which answers to every public address.
     *
     * @param hosts addresses that it has by name, at least one of each family
     */
    public static Fabric create(List<Address> hosts) throws IOException {
        NetworkNamespace router = Wires.namespace("fabric");
        NetworkNamespace outside = Wires.namespace("outside");
        Fabric fabric = new Fabric(router, outside);
        try {
            Wires.route(router);
            String link = Wires.connect(router.network(), outside.network(), new Wires.Ends("out", hosts, List.of()));
            fabric.openOutside(link, hosts);
            return fabric;
        } catch (IOException refused) {
            fabric.close();
            throw refused;
        }
    }

    /** Sends what nobody in the cluster has to the outside, if it is public, and to nobody if it is not. */
    private void openOutside(String link, List<Address> hosts) throws IOException {
        StringBuilder lines = new StringBuilder();
        Addresses.PRIVATE.forEach(
                block -> lines.append("route add blackhole ").append(block).append('\n'));
        Shells.ip(router, lines.toString());
        for (IpFamily family : IpFamily.values()) {
            Cidr all = Addresses.all(family);
            router.network().addRoute(Route.by(all, toward(hosts, all), link));
        }
        // It takes all addresses of the world for its own, but for those that are looked up in the next table. Without
        // a
        // rule beside the usual ones the kernel would treat both tables as one.
        StringBuilder own = new StringBuilder("""
                rule add lookup main
                route add local default dev lo table local
                route add local ::/0 dev lo table local
                route add throw fe80::/10 table local
                """);
        Addresses.PRIVATE.forEach(
                block -> own.append("route add throw ").append(block).append(" table local\n"));
        Shells.ip(outside, own.toString());
        outside.call(() -> {
            Settings.write("ipv4/ip_unprivileged_port_start", "0");
            return true;
        });
    }

    /** Adds a node. */
    public NodeNetwork addNode(String name) throws IOException {
        int number = nodes.size() + 1;
        List<Address> addresses = Addresses.ofNode(number);
        NetworkNamespace namespace = Wires.namespace(name);
        Wires.route(namespace);
        String link =
                Wires.connect(router.network(), namespace.network(), new Wires.Ends("node", addresses, List.of()));
        for (Cidr pods : Addresses.podsOf(number)) {
            router.network().addRoute(Route.by(pods, toward(addresses, pods), link));
        }
        NodeNetwork node = new NodeNetwork(this, new NodeNetwork.Identity(name, number, link), namespace);
        nodes.add(node);
        node.guard();
        return node;
    }

    private static Address toward(List<Address> addresses, Cidr block) {
        return addresses.stream()
                .filter(address -> address.family() == block.family())
                .findFirst()
                .orElseThrow();
    }

    /** Routes a pod's address to its node, where it is not one of that node's own. */
    void announce(Address pod, NodeNetwork node) throws IOException {
        route(pod, node, true);
    }

    void withdraw(Address pod, NodeNetwork node) throws IOException {
        route(pod, node, false);
    }

    private void route(Address pod, NodeNetwork node, boolean isThere) throws IOException {
        Cidr only = Cidr.of(pod);
        if (Addresses.podsOf(node.number()).stream().anyMatch(block -> block.contains(pod))) {
            return;
        }
        Route route = Route.by(only, toward(node.addresses(), only), node.link());
        if (isThere) {
            router.network().addRoute(route);
        } else {
            router.network().deleteRoute(route);
        }
    }

    /** All nodes. */
    public List<NodeNetwork> nodes() {
        return List.copyOf(nodes);
    }

    /** The node of that name. */
    public Optional<NodeNetwork> node(String name) {
        return nodes.stream().filter(node -> node.name().equals(name)).findFirst();
    }

    /** The namespace of the simulated outside. */
    public NetworkNamespace outside() {
        return outside;
    }

    @Override
    public void close() {
        nodes.forEach(NodeNetwork::close);
        outside.close();
        router.close();
    }
}
