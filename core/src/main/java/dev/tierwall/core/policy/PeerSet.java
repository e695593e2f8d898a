package dev.tierwall.core.policy;

import dev.tierwall.core.collect.Bits;

/**
 * A set of peers within one address family: endpoint classes, and atoms of addresses that belong to no endpoint.
 *
 * @param endpoints numbers of endpoint classes
 * @param atoms numbers of atoms of the family
 */
public record PeerSet(Bits endpoints, Bits atoms) {

    public static final PeerSet EMPTY = new PeerSet(Bits.EMPTY, Bits.EMPTY);

    public boolean isEmpty() {
        return endpoints.isEmpty() && atoms.isEmpty();
    }

    public boolean intersects(PeerSet other) {
        return endpoints.intersects(other.endpoints) || atoms.intersects(other.atoms);
    }

    public PeerSet union(PeerSet other) {
        return new PeerSet(endpoints.union(other.endpoints), atoms.union(other.atoms));
    }

    public PeerSet intersect(PeerSet other) {
        return new PeerSet(endpoints.intersect(other.endpoints), atoms.intersect(other.atoms));
    }

    public PeerSet minus(PeerSet other) {
        return new PeerSet(endpoints.minus(other.endpoints), atoms.minus(other.atoms));
    }
}
