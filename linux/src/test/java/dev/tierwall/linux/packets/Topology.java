package dev.tierwall.linux.packets;

import dev.tierwall.core.net.Address;
import dev.tierwall.core.net.Cidr;
import dev.tierwall.linux.netns.NetworkNamespace;
import dev.tierwall.linux.route.LinkAddress;
import dev.tierwall.linux.route.LinkSpec;
import dev.tierwall.linux.route.MacAddress;
import dev.tierwall.linux.route.Network;
import dev.tierwall.linux.route.Route;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Two nodes that route to each other, four pods on the first and two on the second, and a host outside with several
 * addresses behind the first. Each is a network namespace without a name: nothing of it outlives the test.
 */
final class Topology implements AutoCloseable {

    private static final Address GATEWAY = Address.parse("169.254.1.1").orElseThrow();
    private static final Address GATEWAY6 = Address.parse("fe80::1").orElseThrow();

    private static final List<List<Address>> PODS = List.of(
            addresses("10.0.0.1", "fd00::1"),
            addresses("10.0.0.2", "fd00::2"),
            addresses("10.0.0.3", "fd00::3"),
            addresses("10.0.0.4", "fd00::4"),
            addresses("10.0.0.5", "fd00::5"),
            addresses("10.0.0.6", "fd00::8001"));
    private static final int ON_FIRST = 4;

    private final List<Party> pods = new ArrayList<>();
    private final List<Party> nodes = new ArrayList<>();
    private final Party outside;

    Topology() throws IOException {
        nodes.add(party("n1", addresses("192.168.0.1", "fd01::1")));
        nodes.add(party("n2", addresses("192.168.0.2", "fd01::2")));
        for (int i = 0; i < PODS.size(); i++) {
            pods.add(party("pod" + i, PODS.get(i)));
        }
        outside = party(
                "outside", addresses("192.168.0.3", "1.2.3.4", "10.0.0.9", "128.0.0.1", "fd01::3", "2001:db8::1"));
        for (Party node : nodes) {
            route(node.namespace());
            own(node, "lo");
        }
        for (int i = 0; i < pods.size(); i++) {
            attach(nodes.get(i < ON_FIRST ? 0 : 1), pods.get(i), i + 1);
        }
        attach(nodes.get(0), outside, 100);
        join();
    }

    private static List<Address> addresses(String... texts) {
        return List.of(texts).stream()
                .map(text -> Address.parse(text).orElseThrow())
                .toList();
    }

    private static Party party(String name, List<Address> addresses) throws IOException {
        return new Party(name, NetworkNamespace.create(name), addresses);
    }

    private static void route(NetworkNamespace node) throws IOException {
        node.setting("ipv4/ip_forward", "1");
        node.setting("ipv6/conf/all/forwarding", "1");
        node.setting("ipv4/conf/all/rp_filter", "0");
        node.setting("ipv4/conf/default/rp_filter", "0");
    }

    private static void own(Party party, String device) throws IOException {
        for (Address address : party.addresses()) {
            party.namespace().network().addAddress(device, LinkAddress.alone(address));
        }
    }

    private static MacAddress mac(int link, int end) {
        return MacAddress.own((link << 8) | end);
    }

    /** Connects a host to a node, which routes the host's addresses to it and is its gateway to everything. */
    private static void attach(Party node, Party host, int link) throws IOException {
        String device = "veth" + link;
        node.namespace()
                .network()
                .addVeth(
                        LinkSpec.named(device).with(mac(link, 1)),
                        host.namespace().network(),
                        LinkSpec.named("eth0").with(mac(link, 2)));
        own(host, "eth0");
        gateway(host, "eth0", mac(link, 1));
        reach(node, device, mac(link, 2), host.addresses());
    }

    private static void gateway(Party host, String device, MacAddress mac) throws IOException {
        Network network = host.namespace().network();
        for (Address gateway : List.of(GATEWAY, GATEWAY6)) {
            network.addNeighbour(device, gateway, mac);
            network.addRoute(Route.by(new Cidr(Address.first(gateway.family()), 0), gateway, device));
        }
    }

    private static void reach(Party node, String device, MacAddress mac, List<Address> addresses) throws IOException {
        Network network = node.namespace().network();
        for (Address address : addresses) {
            network.addRoute(Route.over(Cidr.of(address), device));
            network.addNeighbour(device, address, mac);
        }
    }

    /** Connects the nodes: the second reaches everything by the first. */
    private void join() throws IOException {
        Party first = nodes.get(0);
        Party second = nodes.get(1);
        first.namespace()
                .network()
                .addVeth(
                        LinkSpec.named("other").with(mac(200, 1)),
                        second.namespace().network(),
                        LinkSpec.named("other").with(mac(200, 2)));
        gateway(second, "other", mac(200, 1));
        List<Address> beyond = new ArrayList<>(second.addresses());
        pods.subList(ON_FIRST, pods.size()).forEach(pod -> beyond.addAll(pod.addresses()));
        reach(first, "other", mac(200, 2), beyond);
    }

    /** Pods by their place; those below four are on the first node. */
    List<Party> pods() {
        return pods;
    }

    String nodeOf(int pod) {
        return nodes.get(pod < ON_FIRST ? 0 : 1).name();
    }

    List<Party> nodes() {
        return nodes;
    }

    List<Party> parties() {
        List<Party> all = new ArrayList<>(nodes);
        all.addAll(pods);
        all.add(outside);
        return all;
    }

    @Override
    public void close() {
        parties().forEach(party -> party.namespace().close());
    }
}
