package dev.tierwall.linux.packets;

import dev.tierwall.core.net.Address;
import dev.tierwall.core.net.IpFamily;
import dev.tierwall.linux.nft.NftCommand;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A Service before each pod, on all of its ports, as a proxy on the nodes makes it: the destination is exchanged before the
 * packet is routed, and whoever is sent back to itself is shown to it as its node.
 */
final class Services {

    private static final Map<Address, Address> BEHIND = new HashMap<>();

    private Services() {}

    static {
        for (int i = 1; i <= 6; i++) {
            BEHIND.put(parse("10.96.0." + i), parse("10.0.0." + i));
            BEHIND.put(parse("fd96::" + i), parse("fd00::" + (i == 6 ? "8001" : "" + i)));
        }
    }

    private static Address parse(String text) {
        return Address.parse(text).orElseThrow();
    }

    /** The addresses of a pod's Service. */
    static List<Address> of(Topology topology, Party pod) {
        List<Address> addresses = new ArrayList<>();
        if (topology.pods().contains(pod)) {
            BEHIND.forEach((service, own) -> {
                if (pod.addresses().contains(own)) {
                    addresses.add(service);
                }
            });
        }
        return addresses;
    }

    /** The pod's address behind that of a Service. */
    static Optional<Address> behind(Address address) {
        return Optional.ofNullable(BEHIND.get(address));
    }

    /** Sets the nodes up for it. */
    static void forward(Topology topology) throws IOException {
        StringBuilder rules =
                new StringBuilder("table inet services {\n chain pre { type nat hook prerouting priority dstnat;\n");
        StringBuilder back = new StringBuilder(" chain post { type nat hook postrouting priority srcnat;\n");
        BEHIND.forEach((service, own) -> {
            String ip = service.family() == IpFamily.IPV4 ? "ip" : "ip6";
            rules.append("%s daddr %s dnat %s to %s%n".formatted(ip, service, ip, own));
            back.append("%s saddr %s %s daddr %s masquerade%n".formatted(ip, own, ip, own));
        });
        String text = rules + "}\n" + back + "}\n}\n";
        for (Party node : topology.nodes()) {
            node.namespace().call(() -> NftCommand.run(text, "-f", "-"));
        }
    }
}
