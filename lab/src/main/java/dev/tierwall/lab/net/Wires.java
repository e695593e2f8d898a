package dev.tierwall.lab.net;

import dev.tierwall.core.net.Address;
import dev.tierwall.core.net.Cidr;
import dev.tierwall.linux.netns.NetworkNamespace;
import dev.tierwall.linux.route.LinkAddress;
import dev.tierwall.linux.route.LinkSpec;
import dev.tierwall.linux.route.MacAddress;
import dev.tierwall.linux.route.Network;
import dev.tierwall.linux.route.Route;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** Wires between namespaces on which nobody has to ask who has an address. */
final class Wires {

    /** The name of a host's end of its wire. */
    static final String HOST_END = "eth0";

    private static final AtomicInteger NEXT = new AtomicInteger(1);

    private Wires() {}

    /** A new namespace with its loopback interface up. */
    static NetworkNamespace namespace(String label) throws IOException {
        NetworkNamespace namespace = NetworkNamespace.create(label);
        try {
            namespace.network().setUp("lo");
            return namespace;
        } catch (IOException refused) {
            namespace.close();
            throw refused;
        }
    }

    /** Lets a namespace forward, without believing a packet's source that it would not answer by the same way. */
    static void route(NetworkNamespace namespace) throws IOException {
        namespace.call(() -> {
            Settings.write("ipv4/ip_forward", "1");
            Settings.write("ipv6/conf/all/forwarding", "1");
            for (String which : List.of("all", "default")) {
                Settings.write("ipv4/conf/" + which + "/rp_filter", "1");
                Settings.write("ipv4/conf/" + which + "/send_redirects", "0");
                Settings.write("ipv6/conf/" + which + "/accept_redirects", "0");
            }
            return true;
        });
    }

    /**
     * Connects a host to a router, which is its gateway to everything, and which routes the host's addresses to it.
     *
     * @return the name of the router's end
     */
    static String connect(Network router, Network host, Ends ends) throws IOException {
        int number = NEXT.getAndIncrement();
        MacAddress here = MacAddress.own(2L * number);
        MacAddress there = MacAddress.own(2L * number + 1);
        String link = ends.prefix() + number;
        router.addVeth(
                LinkSpec.named(link).with(here), host, LinkSpec.named(HOST_END).with(there));
        for (Address address : ends.addresses()) {
            host.addAddress(HOST_END, LinkAddress.alone(address));
        }
        for (Address gateway : Addresses.GATEWAYS) {
            host.addNeighbour(HOST_END, gateway, here);
        }
        for (Address address : ends.addresses()) {
            Address gateway = gateway(address);
            host.addRoute(
                    Route.by(Addresses.all(address.family()), gateway, HOST_END).from(address));
            reach(router, link, new Target(address, there), ends.source());
        }
        return link;
    }

    /**
     * What is connected.
     *
     * @param prefix how the name of the router's end begins
     * @param addresses the host's addresses
     * @param source the router's own addresses, from which it speaks to the host; may be empty
     */
    record Ends(String prefix, List<Address> addresses, List<Address> source) {}

    /** An address and its place on a wire. */
    record Target(Address address, MacAddress mac) {}

    private static void reach(Network router, String link, Target target, List<Address> source) throws IOException {
        Route route = Route.over(Cidr.of(target.address()), link);
        Address address = target.address();
        for (Address own : source) {
            if (own.family() == address.family()) {
                route = route.from(own);
            }
        }
        router.addRoute(route);
        router.addNeighbour(link, address, target.mac());
    }

    static Address gateway(Address of) {
        return Addresses.GATEWAYS.stream()
                .filter(gateway -> gateway.family() == of.family())
                .findFirst()
                .orElseThrow();
    }
}
