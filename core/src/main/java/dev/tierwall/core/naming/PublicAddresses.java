package dev.tierwall.core.naming;

import dev.tierwall.core.net.AddressSet;
import dev.tierwall.core.net.Cidr;
import dev.tierwall.core.net.IpFamily;
import java.util.List;
import java.util.Set;

/** The addresses that are routed in the public internet, by the registries of special-purpose addresses. */
public final class PublicAddresses {

    /** This network, private use, shared, loopback, link-local, protocol assignments, examples, tests, multicast, rest. */
    private static final List<String> SPECIAL_IPV4 = List.of(
            "0.0.0.0/8",
            "10.0.0.0/8",
            "100.64.0.0/10",
            "127.0.0.0/8",
            "169.254.0.0/16",
            "172.16.0.0/12",
            "192.0.0.0/24",
            "192.0.2.0/24",
            "192.168.0.0/16",
            "198.18.0.0/15",
            "198.51.100.0/24",
            "203.0.113.0/24",
            "224.0.0.0/4",
            "240.0.0.0/4");

    /** All that is given out for global unicast. */
    private static final List<String> GLOBAL_IPV6 = List.of("2000::/3");

    /** Protocol assignments and examples inside it. */
    private static final List<String> SPECIAL_IPV6 = List.of("2001::/23", "2001:db8::/32", "3fff::/20");

    private PublicAddresses() {}

    /** Those of some families. */
    public static AddressSet of(Set<IpFamily> families) {
        AddressSet all = AddressSet.EMPTY;
        for (IpFamily family : families) {
            all = all.union(
                    family == IpFamily.IPV4
                            ? AddressSet.of(blocks(List.of("0.0.0.0/0")), blocks(SPECIAL_IPV4))
                            : AddressSet.of(blocks(GLOBAL_IPV6), blocks(SPECIAL_IPV6)));
        }
        return all;
    }

    private static List<Cidr> blocks(List<String> texts) {
        return texts.stream().map(text -> Cidr.parse(text).orElseThrow()).toList();
    }
}
