package dev.tierwall.bench.datapath;

import dev.tierwall.core.net.Address;
import dev.tierwall.core.net.Cidr;
import dev.tierwall.core.net.IpFamily;
import dev.tierwall.linux.netns.NetworkNamespace;
import dev.tierwall.linux.route.LinkAddress;
import dev.tierwall.linux.route.LinkSpec;
import dev.tierwall.linux.route.MacAddress;
import dev.tierwall.linux.route.Network;
import dev.tierwall.linux.route.Route;
import java.io.IOException;
import java.util.List;

/**
 * Two hosts with a node between them, which forwards: one host has the addresses of pods elsewhere, the other those of the
 * node's own.
 *
 * @param client where connections are opened
 * @param node what they go through
 * @param server where they go
 */
record Wires(NetworkNamespace client, NetworkNamespace node, NetworkNamespace server) implements AutoCloseable {

    private static final Address GATEWAY = Address.parse("169.254.1.1").orElseThrow();

    static Wires between(List<Address> clients, List<Address> servers) throws IOException {
        Wires wires = new Wires(
                NetworkNamespace.create("client"), NetworkNamespace.create("node"), NetworkNamespace.create("server"));
        wires.node.setting("ipv4/ip_forward", "1");
        wires.node.setting("ipv4/conf/all/rp_filter", "0");
        wires.node.setting("ipv4/conf/default/rp_filter", "0");
        attach(wires.node, wires.client, clients, 1);
        attach(wires.node, wires.server, servers, 2);
        return wires;
    }

    private static void attach(NetworkNamespace node, NetworkNamespace host, List<Address> addresses, int link)
            throws IOException {
        String device = "veth" + link;
        MacAddress here = MacAddress.own((link << 8) | 1);
        MacAddress there = MacAddress.own((link << 8) | 2);
        node.network()
                .addVeth(
                        LinkSpec.named(device).with(here),
                        host.network(),
                        LinkSpec.named("eth0").with(there));
        Network network = host.network();
        for (Address address : addresses) {
            network.addAddress("eth0", LinkAddress.alone(address));
            node.network().addRoute(Route.over(Cidr.of(address), device));
            node.network().addNeighbour(device, address, there);
        }
        network.addNeighbour("eth0", GATEWAY, here);
        network.addRoute(Route.by(new Cidr(Address.first(IpFamily.IPV4), 0), GATEWAY, "eth0"));
    }

    @Override
    public void close() {
        client.close();
        node.close();
        server.close();
    }
}
