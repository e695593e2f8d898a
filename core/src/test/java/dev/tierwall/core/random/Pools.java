package dev.tierwall.core.random;

import dev.tierwall.core.net.Address;
import dev.tierwall.core.net.Cidr;
import dev.tierwall.core.net.IpFamily;
import dev.tierwall.core.net.PortSet;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/** The small worlds that random clusters are made of: few values, so that they meet. */
public final class Pools {

    /** Of the last one no Namespace object is ever made. */
    static final List<String> NAMESPACES = List.of("a", "b", "unread");

    static final List<String> NODES = List.of("n1", "n2", "n3");
    static final List<String> KEYS = List.of("app", "tier");
    static final List<String> VALUES = List.of("x", "y", "x", "y", "");
    static final List<String> PORT_NAMES = List.of("http", "dns", "db");
    static final List<Integer> PORTS = List.of(1, 53, 80, 81, 443, 8080, 65535);

    static final List<PortSet> PORT_RANGES =
            List.of(PortSet.range(80, 81), PortSet.range(53, 443), PortSet.range(81, 8080), PortSet.range(444, 65535));

    static final List<Address> POD_ADDRESSES = addresses(
            "10.0.0.1",
            "10.0.0.2",
            "10.0.0.3",
            "10.0.0.4",
            "10.0.0.5",
            "10.0.0.6",
            "10.0.0.9",
            "fd00::1",
            "fd00::2",
            "fd00::3",
            "fd00::4",
            "fd00::5",
            "fd00::8001");

    static final List<Address> NODE_ADDRESSES =
            addresses("192.168.0.1", "192.168.0.2", "192.168.0.3", "fd01::1", "fd01::2", "fd01::3");

    static final List<Cidr> CIDRS = cidrs(
            "0.0.0.0/0",
            "0.0.0.0/1",
            "128.0.0.0/1",
            "10.0.0.0/8",
            "10.0.0.0/29",
            "10.0.0.0/30",
            "10.0.0.4/30",
            "10.0.0.2/31",
            "10.0.0.1/32",
            "10.0.0.3/32",
            "10.0.0.9/32",
            "192.168.0.0/16",
            "192.168.0.2/31",
            "192.168.0.1/32",
            "1.2.3.0/24",
            "1.2.3.4/32",
            "255.255.255.255/32",
            "::/0",
            "::/1",
            "8000::/1",
            "fd00::/8",
            "fd00::/64",
            "fd00::/113",
            "fd00::2/127",
            "fd00::1/128",
            "fd00::3/128",
            "fd01::/16",
            "fd01::1/128",
            "2001:db8::/32",
            "2001:db8::1/128");

    /** Where a verdict could change: both ends of every block, what lies just outside, and all known addresses. */
    public static final List<Address> PLACES = places();

    /** Where a verdict could change: the ports named, and their neighbours. */
    public static final List<Integer> PORT_PLACES =
            List.of(1, 2, 52, 53, 54, 79, 80, 81, 82, 442, 443, 444, 8079, 8080, 8081, 65534, 65535);

    private Pools() {}

    static List<Address> of(List<Address> addresses, IpFamily family) {
        return addresses.stream().filter(address -> address.family() == family).toList();
    }

    private static List<Address> addresses(String... texts) {
        List<Address> addresses = new ArrayList<>();
        for (String text : texts) {
            addresses.add(Address.parse(text).orElseThrow());
        }
        return List.copyOf(addresses);
    }

    private static List<Cidr> cidrs(String... texts) {
        List<Cidr> cidrs = new ArrayList<>();
        for (String text : texts) {
            cidrs.add(Cidr.parse(text).orElseThrow());
        }
        return List.copyOf(cidrs);
    }

    private static List<Address> places() {
        TreeSet<Address> places = new TreeSet<>(POD_ADDRESSES);
        places.addAll(NODE_ADDRESSES);
        for (Cidr cidr : CIDRS) {
            Address first = cidr.range().first();
            Address last = cidr.range().last();
            places.add(first);
            places.add(last);
            first.previous().ifPresent(places::add);
            last.next().ifPresent(places::add);
        }
        return List.copyOf(places);
    }
}
