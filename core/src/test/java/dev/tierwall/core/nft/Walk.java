package dev.tierwall.core.nft;

import dev.tierwall.core.model.Direction;
import dev.tierwall.core.net.Address;
import dev.tierwall.core.net.IpFamily;
import dev.tierwall.core.net.Protocol;
import dev.tierwall.core.nft.NftSet.Kind;
import java.util.Optional;

/**
 * The first packet of a connection on its way through the rules, look-up by look-up as the skeleton has them. While a
 * transaction is committed, some look-ups see one program and others the next. What the kernel was seen to do: look-ups
 * in hashes see the next program from some moment on; interval sets are exchanged at another moment, and a look-up in
 * one of them may still see the program before although others have seen the next.
 */
final class Walk {

    /** More than the look-ups of any packet. */
    static final int LONGEST = 32;

    /** More than the look-ups of interval sets of any packet. */
    static final int MOST_INTERVALS = 8;

    private final Loaded before;
    private final Loaded after;
    private final Moment moment;
    private int lookups;
    private int intervals;

    private Walk(Loaded before, Loaded after, Moment moment) {
        this.before = before;
        this.after = after;
        this.moment = moment;
    }

    /**
     * When a packet meets a commit.
     *
     * @param lookupsBefore how many look-ups are made when hashes are still those before
     * @param intervalsBefore a bit for each look-up of an interval set, 1 if it sees the set before
     */
    record Moment(int lookupsBefore, int intervalsBefore) {}

    /**
     * A packet.
     *
     * @param protocol its protocol; none for one without ports
     */
    record Packet(Address source, Address destination, Optional<Protocol> protocol, int port) {}

    static boolean passes(Loaded program, Packet packet) {
        return new Walk(program, program, new Moment(0, 0)).forward(packet);
    }

    /** Whether a packet passes that makes some look-ups before a commit and the rest after it. */
    static boolean passes(Loaded before, Loaded after, Moment moment, Packet packet) {
        return new Walk(before, after, moment).forward(packet);
    }

    private Loaded now() {
        return lookups++ < moment.lookupsBefore ? before : after;
    }

    private Loaded nowOfIntervals() {
        lookups++;
        return (moment.intervalsBefore >> intervals++ & 1) == 1 ? before : after;
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
            number = nowOfIntervals().findRange(peer.family(), peer);
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
                || nowOfIntervals().inRange(connections, protocol, packet.port);
    }
}
