package dev.tierwall.core.connectivity;

import dev.tierwall.core.collect.Bits;
import dev.tierwall.core.collect.Ints;
import dev.tierwall.core.model.Direction;
import dev.tierwall.core.net.ConnectionSet;
import dev.tierwall.core.net.IpFamily;
import dev.tierwall.core.policy.Block;
import dev.tierwall.core.policy.CompiledPolicy;
import dev.tierwall.core.policy.PeerSet;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Looks for one connection between two sets of peers. Begins with the smaller set, and folds of the other only what that
 * allows: what a question does not touch costs it nothing.
 */
final class Search {

    private final CompiledPolicy policy;
    private final IpFamily family;
    private final PeerSet universe;
    private final ConnectionSet wanted;

    Search(CompiledPolicy policy, IpFamily family, ConnectionSet wanted) {
        this.policy = policy;
        this.family = family;
        this.universe = policy.universe(family);
        this.wanted = wanted;
    }

    /** A rectangle of wanted connections, all of whose sources and destinations are among those given. */
    Optional<Rectangle> find(PeerSet from, PeerSet to) {
        PeerSet sources = from.intersect(universe);
        PeerSet destinations = to.intersect(universe);
        boolean fewerSources =
                sources.endpoints().size() < destinations.endpoints().size();
        return fewerSources
                ? beginWith(Direction.EGRESS, sources, destinations)
                : beginWith(Direction.INGRESS, destinations, sources);
    }

    private Optional<Rectangle> beginWith(Direction direction, PeerSet near, PeerSet far) {
        // Classes with the same policies share the very list of their blocks.
        IdentityHashMap<List<Block>, Ints> sides = new IdentityHashMap<>();
        near.endpoints()
                .forEach(id -> sides.computeIfAbsent(policy.blocks(id, direction, family), blocks -> new Ints())
                        .add(id));
        for (Map.Entry<List<Block>, Ints> side : sides.entrySet()) {
            PeerSet members = new PeerSet(side.getValue().toBits(), Bits.EMPTY);
            Optional<Rectangle> found = meet(direction, members, side.getKey(), far);
            if (found.isPresent()) {
                return found;
            }
        }
        if (near.atoms().isEmpty()) {
            return Optional.empty();
        }
        // What is outside allows everything; what two addresses outside do is nobody's business here.
        PeerSet inside = new PeerSet(far.endpoints(), Bits.EMPTY);
        PeerSet outside = new PeerSet(Bits.EMPTY, near.atoms());
        return meet(direction, outside, List.of(new Block(universe, ConnectionSet.ALL)), inside);
    }

    private Optional<Rectangle> meet(Direction direction, PeerSet near, List<Block> blocks, PeerSet far) {
        for (Block block : blocks) {
            ConnectionSet allowed = block.allowed().intersect(wanted);
            if (!allowed.isEmpty()) {
                Optional<Rectangle> found =
                        answered(direction, near, allowed, block.peers().intersect(far));
                if (found.isPresent()) {
                    return found;
                }
            }
        }
        return Optional.empty();
    }

    /** Whether some of the peers that one side allows allow it, too. */
    private Optional<Rectangle> answered(Direction direction, PeerSet near, ConnectionSet allowed, PeerSet peers) {
        if (!peers.atoms().isEmpty()) {
            return Optional.of(rectangle(direction, near, new PeerSet(Bits.EMPTY, peers.atoms()), allowed));
        }
        Set<List<Block>> seen = Collections.newSetFromMap(new IdentityHashMap<>());
        Bits classes = peers.endpoints();
        for (int id = classes.next(0); id >= 0; id = classes.next(id + 1)) {
            List<Block> blocks = policy.blocks(id, direction.opposite(), family);
            if (!seen.add(blocks)) {
                continue;
            }
            for (Block block : blocks) {
                ConnectionSet both = block.allowed().intersect(allowed);
                PeerSet those = both.isEmpty() ? PeerSet.EMPTY : block.peers().intersect(near);
                if (!those.isEmpty()) {
                    return Optional.of(rectangle(direction, those, new PeerSet(Bits.of(id), Bits.EMPTY), both));
                }
            }
        }
        return Optional.empty();
    }

    private static Rectangle rectangle(Direction direction, PeerSet near, PeerSet far, ConnectionSet connections) {
        return direction == Direction.EGRESS
                ? new Rectangle(near, far, connections)
                : new Rectangle(far, near, connections);
    }
}
