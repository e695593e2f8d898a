package dev.tierwall.lab.net;

import dev.tierwall.core.net.Address;
import dev.tierwall.core.net.Cidr;
import dev.tierwall.core.net.IpFamily;
import java.net.InetAddress;
import java.util.List;

/** Which addresses mean what in a lab. */
public final class Addresses {

    /** Where pods send everything; every node answers to it on every pod's wire. */
    static final List<Address> GATEWAYS = List.of(address("169.254.1.1"), address("fe80::1"));

    /** Services have their addresses here. */
    public static final List<Cidr> SERVICES = List.of(cidr("10.96.0.0/12"), cidr("fd00:96::/112"));

    /** Pods have theirs here, unless they ask for others. */
    public static final List<Cidr> PODS = List.of(cidr("10.244.0.0/16"), cidr("fd00:244::/32"));

    /** What belongs to a cluster, and not to the world outside. */
    static final List<Cidr> PRIVATE = List.of(
            cidr("10.0.0.0/8"),
            cidr("172.16.0.0/12"),
            cidr("192.168.0.0/16"),
            cidr("100.64.0.0/10"),
            cidr("169.254.0.0/16"),
            cidr("fc00::/7"));

    private static final int MOST_NODES = 200;

    private Addresses() {}

    static Address address(String text) {
        return Address.parse(text).orElseThrow();
    }

    static Cidr cidr(String text) {
        return Cidr.parse(text).orElseThrow();
    }

    /** All addresses of a family. */
    static Cidr all(IpFamily family) {
        return cidr(family == IpFamily.IPV4 ? "0.0.0.0/0" : "::/0");
    }

    /** The addresses of a node; the first node is number 1. */
    public static List<Address> ofNode(int number) {
        if (number < 1 || number > MOST_NODES) {
            throw new IllegalArgumentException("a lab has 1 to " + MOST_NODES + " nodes, not " + number);
        }
        return List.of(address("172.18.0." + (number + 1)), address("fd00:172:18::" + Integer.toHexString(number + 1)));
    }

    /** The addresses that a node gives to pods. */
    public static List<Cidr> podsOf(int number) {
        return List.of(cidr("10.244." + number + ".0/24"), cidr("fd00:244:0:" + Integer.toHexString(number) + "::/64"));
    }

    /** An address as the JDK has it. */
    public static InetAddress inet(Address address) {
        return InetAddress.ofLiteral(address.toString());
    }

    /** An address from the JDK. */
    public static Address of(InetAddress address) {
        String text = address.getHostAddress();
        int zone = text.indexOf('%');
        return address(zone < 0 ? text : text.substring(0, zone));
    }
}
