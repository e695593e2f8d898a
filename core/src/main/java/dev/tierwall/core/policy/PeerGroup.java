package dev.tierwall.core.policy;

import dev.tierwall.core.collect.Bits;
import dev.tierwall.core.net.AddressSet;
import dev.tierwall.core.net.IpFamily;

/**
 * An interned set of peers with its members among the endpoint classes.
 *
 * @param id its number, by which rules refer to it; given again when nothing refers to it any more
 * @param key what its members are asked to have
 * @param addresses the addresses it means, for groups by address; empty for the others
 * @param ipv4 the classes it contains in IPv4; of no meaning for {@link GroupKey.Everyone}
 * @param ipv6 the classes it contains in IPv6; the same as for IPv4 unless the group is by address
 * @param uses how many peers and subjects of policies refer to it
 */
public record PeerGroup(int id, GroupKey key, AddressSet addresses, Bits ipv4, Bits ipv6, int uses) {

    /** The classes it contains in one family. */
    public Bits members(IpFamily family) {
        return family == IpFamily.IPV4 ? ipv4 : ipv6;
    }

    /** The classes that a group by labels contains, whatever the family. */
    Bits members() {
        return ipv4;
    }

    boolean isByAddress() {
        return key instanceof GroupKey.Addresses || key instanceof GroupKey.Nodes;
    }

    PeerGroup withMembers(Bits newIpv4, Bits newIpv6) {
        return new PeerGroup(id, key, addresses, newIpv4, newIpv6, uses);
    }

    PeerGroup withAddresses(AddressSet newAddresses) {
        return new PeerGroup(id, key, newAddresses, ipv4, ipv6, uses);
    }

    PeerGroup withUses(int newUses) {
        return new PeerGroup(id, key, addresses, ipv4, ipv6, newUses);
    }
}
