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

/** Nodes that route to each other, pods on them, and a host outside. Each is a network namespace without a name: nothing of
 * it outlives the test. */
public final class Topology implements AutoCloseable {

    private static final Address GATEWAY = Address.parse("169.254.1.1").orElseThrow();
    private static final Address GATEWAY6 = Address.parse("fe80::1").orElseThrow();

    /** Who is where. */
    public record Place(String name, List<Address> addresses, int node) {}

    private final List<Party> pods = new ArrayList<>();
    private final List<Party> nodes = new ArrayList<>();
    private final List<Integer> nodeOf = new ArrayList<>();
    private final Party outside;

    /** Nodes, of which the first routes for all others, pods on them, and a host outside behind the first. */
    public Topology(List<Place> nodePlaces, List<Place> podPlaces, List<Address> addressesOutside) throws IOException {
        for (Place place : nodePlaces) {
            Party node = party(place.name, place.addresses);
            nodes.add(node);
            route(node.namespace());
            own(node, "lo");
        }
        for (Place place : podPlaces) {
            pods.add(party(place.name, place.addresses));
            nodeOf.add(place.node);
        }
        outside = party("outside", addressesOutside);
        for (int i = 0; i < pods.size(); i++) {
            attach(nodes.get(nodeOf.get(i)), pods.get(i), i + 1);
        }
        attach(nodes.getFirst(), outside, 100);
        for (int i = 1; i < nodes.size(); i++) {
            join(i);
        }
    }

    /** Two nodes, four pods on the first and two on the second, at addresses that random clusters speak of. */
    static Topology ofSixPods() throws IOException {
        List<Place> nodes = List.of(
                new Place("n1", addresses("192.168.0.1", "fd01::1"), 0),
                new Place("n2", addresses("192.168.0.2", "fd01::2"), 0));
        List<Place> pods = new ArrayList<>();
        for (int i = 1; i <= 6; i++) {
            pods.add(new Place(
                    "pod" + (i - 1),
                    addresses("10.0.0." + i, "fd00::" + (i == 6 ? "8001" : i)),
                    i <= ON_FIRST ? 0 : 1));
        }
        return new Topology(
                nodes, pods, addresses("192.168.0.3", "1.2.3.4", "10.0.0.9", "128.0.0.1", "fd01::3", "2001:db8::1"));
    }

    private static final int ON_FIRST = 4;

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

    /** Connects a node with the first, by which it reaches everything. */
    private void join(int node) throws IOException {
        Party first = nodes.getFirst();
        Party other = nodes.get(node);
        String device = "node" + node;
        int link = 200 + node;
        first.namespace()
                .network()
                .addVeth(
                        LinkSpec.named(device).with(mac(link, 1)),
                        other.namespace().network(),
                        LinkSpec.named("up").with(mac(link, 2)));
        gateway(other, "up", mac(link, 1));
        List<Address> beyond = new ArrayList<>(other.addresses());
        for (int i = 0; i < pods.size(); i++) {
            if (nodeOf.get(i) == node) {
                beyond.addAll(pods.get(i).addresses());
            }
        }
        reach(first, device, mac(link, 2), beyond);
    }

    /** Pods by their place. */
    public List<Party> pods() {
        return pods;
    }

    public String nodeOf(int pod) {
        return nodes.get(nodeOf.get(pod)).name();
    }

    public List<Party> nodes() {
        return nodes;
    }

    public List<Party> parties() {
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
