package dev.tierwall.core.nft;

import dev.tierwall.core.model.Direction;
import dev.tierwall.core.net.Address;
import dev.tierwall.core.net.IpFamily;
import dev.tierwall.core.net.Protocol;
import dev.tierwall.core.nft.NftSet.Kind;
import java.util.Optional;

/**
 * The first packet of a connection on its way through the rules, look-up by look-up as the skeleton has them. The first
 * look-ups see one program and the others the next, as they do while a transaction is committed.
 */
final class Walk {

    /** More than the look-ups of any packet. */
    static final int LONGEST = 32;

    private final Loaded before;
    private final Loaded after;
    private final int seeingBefore;
    private int lookups;

    private Walk(Loaded before, Loaded after, int seeingBefore) {
        this.before = before;
        this.after = after;
        this.seeingBefore = seeingBefore;
    }

    /**
     * A packet.
     *
     * @param protocol its protocol; none for one without ports
     */
    record Packet(Address source, Address destination, Optional<Protocol> protocol, int port) {}

    static boolean passes(Loaded program, Packet packet) {
        return new Walk(program, program, 0).forward(packet);
    }

    /** Whether a packet passes that makes some look-ups before a commit and the rest after it. */
    static boolean passes(Loaded before, Loaded after, int lookupsBefore, Packet packet) {
        return new Walk(before, after, lookupsBefore).forward(packet);
    }

    private Loaded now() {
        return lookups++ < seeingBefore ? before : after;
    }

    private Optional<Integer> find(Kind kind, Direction direction, ElementKey key) {
        IpFamily family = switch (key) {
            case ElementKey.Single(Address address) -> address.family();
            case ElementKey.Cell(Address subject, int peer) -> subject.family();
            case ElementKey.Twice(Address address) -> address.family();
            default -> IpFamily.IPV4;
        };
        return now().find(NftSet.of(kind, direction, family), key);
    }

    private boolean forward(Packet packet) {
        return side(Direction.EGRESS, packet.source, packet.destination, packet)
                && side(Direction.INGRESS, packet.destination, packet.source, packet);
    }

    private boolean side(Direction direction, Address subject, Address peer, Packet packet) {
        if (find(Kind.SUBJ, direction, new ElementKey.Single(subject)).isEmpty()) {
            return true;
        }
        Optional<Integer> number = find(Kind.PEER, direction, new ElementKey.Single(peer));
        if (number.isEmpty()) {
            number = now().findRange(peer.family(), peer);
        }
        if (number.isEmpty()) {
            return denied(direction, packet);
        }
        Optional<Integer> connections = find(Kind.REL, direction, new ElementKey.Cell(subject, number.get()));
        if (connections.isEmpty()) {
            connections = find(Kind.REST, direction, new ElementKey.Single(subject));
        }
        return (connections.isPresent() && holds(connections.get(), packet)) || denied(direction, packet);
    }

    private boolean denied(Direction direction, Packet packet) {
        return packet.source.equals(packet.destination)
                && find(Kind.SELF, direction, new ElementKey.Twice(packet.source))
                        .filter(connections -> holds(connections, packet))
                        .isPresent();
    }

    private boolean holds(int connections, Packet packet) {
        ElementKey whole = new ElementKey.Connections(connections);
        Direction any = Direction.INGRESS;
        if (packet.protocol.isEmpty()) {
            return find(Kind.WHOLE, any, whole).isPresent()
                    || find(Kind.MISC, any, whole).isPresent();
        }
        Protocol protocol = packet.protocol.get();
        ElementKey one = new ElementKey.Ports(connections, protocol, packet.port, packet.port);
        return find(Kind.OK, any, one).isPresent()
                || find(Kind.WHOLE, any, whole).isPresent()
                || now().inRange(connections, protocol, packet.port);
    }
}
