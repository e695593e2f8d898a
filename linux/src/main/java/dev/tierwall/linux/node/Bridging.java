package dev.tierwall.linux.node;

import dev.tierwall.linux.route.Link;
import dev.tierwall.linux.route.Network;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Whether packets between pods on one bridge meet the rules. They do not unless the bridge is told to show them.
 *
 * @param bridges the bridges that have ends of wires as ports, as pods do
 * @param showsIpv4 whether IPv4 packets that are bridged meet the rules
 * @param showsIpv6 whether IPv6 packets that are bridged meet the rules
 */
public record Bridging(Set<String> bridges, boolean showsIpv4, boolean showsIpv6) {

    private static final Path SETTINGS = Path.of("/proc/sys/net/bridge");
    private static final String IPV4 = "bridge-nf-call-iptables";
    private static final String IPV6 = "bridge-nf-call-ip6tables";

    public Bridging {
        bridges = Set.copyOf(bridges);
    }

    /** Looks at the bridges and settings. */
    public static Bridging read() throws IOException {
        try (Network network = Network.open()) {
            List<Link> links = network.links();
            Set<Integer> owners = links.stream()
                    .filter(link -> link.kind().equals("veth") && link.bridge().isPresent())
                    .map(link -> link.bridge().getAsInt())
                    .collect(Collectors.toSet());
            Set<String> bridges = links.stream()
                    .filter(link -> link.kind().equals("bridge") && owners.contains(link.index()))
                    .map(Link::name)
                    .collect(Collectors.toCollection(TreeSet::new));
            return new Bridging(bridges, isOn(IPV4), isOn(IPV6));
        }
    }

    /** Without the module br_netfilter there are no settings, and no bridge shows anything. */
    private static boolean isOn(String setting) throws IOException {
        try {
            return !Files.readString(SETTINGS.resolve(setting)).strip().equals("0");
        } catch (NoSuchFileException absent) {
            return false;
        }
    }

    /** Whether some packets between pods pass without meeting the rules. */
    public boolean bypassesRules() {
        return !bridges.isEmpty() && !(showsIpv4 && showsIpv6);
    }

    /** Tells all bridges to show their packets to the rules. */
    public static void show() throws IOException {
        Files.writeString(SETTINGS.resolve(IPV4), "1");
        Files.writeString(SETTINGS.resolve(IPV6), "1");
    }
}
