package dev.tierwall.linux.route;

import dev.tierwall.core.net.Address;

/**
 * An address of a link.
 *
 * @param address the address
 * @param prefix how many of its bits all addresses on the link share
 */
public record LinkAddress(Address address, int prefix) {

    public LinkAddress {
        if (prefix < 0 || prefix > address.family().bits()) {
            throw new IllegalArgumentException(address + "/" + prefix);
        }
    }

    /** An address with nobody else on the link. */
    public static LinkAddress alone(Address address) {
        return new LinkAddress(address, address.family().bits());
    }

    @Override
    public String toString() {
        return address + "/" + prefix;
    }
}
