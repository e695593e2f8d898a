package dev.tierwall.core.connectivity;

import dev.tierwall.core.collect.Bits;
import dev.tierwall.core.collect.Ints;
import dev.tierwall.core.connectivity.Sides.Side;
import dev.tierwall.core.model.Direction;
import dev.tierwall.core.net.ConnectionSet;
import dev.tierwall.core.net.IpFamily;
import dev.tierwall.core.policy.Block;
import dev.tierwall.core.policy.CompiledPolicy;
import dev.tierwall.core.policy.PeerSet;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Who may connect to whom in one family, as rectangles: a block of an egress side and a block of an ingress side meet
 * in one. Any class and any other meet in at most one rectangle. What a pod opens to itself, and a node to its own
 * pods, is beyond policies and not in it.
 */
public final class Relation {

    private final CompiledPolicy policy;
    private final IpFamily family;
    private @Nullable Folded folded;

    public Relation(CompiledPolicy policy, IpFamily family) {
        this.policy = policy;
        this.family = family;
    }

    /** All sides, folded when the first answer about all is asked for. */
    private record Folded(Sides sources, Sides destinations, List<Bits> reach, List<Bits> reachedFrom) {
        static Folded of(CompiledPolicy policy, IpFamily family) {
            Sides sources = new Sides(policy, Direction.EGRESS, family);
            Sides destinations = new Sides(policy, Direction.INGRESS, family);
            return new Folded(sources, destinations, sources.reach(destinations), destinations.reach(sources));
        }
    }

    /** Readers who ask at once may fold twice; both come to the same. */
    private Folded folded() {
        Folded known = folded;
        if (known == null) {
            known = Folded.of(policy, family);
            folded = known;
        }
        return known;
    }

    Sides sources() {
        return folded().sources();
    }

    Sides destinations() {
        return folded().destinations();
    }

    /** All rectangles of one source side, outside to outside left out. */
    List<Rectangle> from(int source) {
        List<Rectangle> found = new ArrayList<>();
        Bits candidates = folded().reach().get(source);
        for (int to = candidates.next(0); to >= 0; to = candidates.next(to + 1)) {
            meet(source, to, found);
        }
        return found;
    }

    /** Every rectangle. */
    public List<Rectangle> rectangles() {
        List<Rectangle> all = new ArrayList<>();
        for (int source = 0; source < sources().all().size(); source++) {
            all.addAll(from(source));
        }
        return all;
    }

    /** Adds the rectangles in which two sides meet. */
    private void meet(int from, int to, List<Rectangle> found) {
        Folded all = folded();
        boolean outsideOnly =
                from == all.sources().outside() && to == all.destinations().outside();
        if (outsideOnly || !all.reachedFrom().get(to).contains(from)) {
            return;
        }
        Side source = all.sources().get(from);
        Side destination = all.destinations().get(to);
        for (Block in : destination.open()) {
            PeerSet froms = in.peers().intersect(source.members());
            if (froms.isEmpty()) {
                continue;
            }
            for (Block out : source.open()) {
                ConnectionSet both = out.allowed().intersect(in.allowed());
                PeerSet tos = both.isEmpty() ? PeerSet.EMPTY : out.peers().intersect(destination.members());
                if (!tos.isEmpty()) {
                    found.add(new Rectangle(froms, tos, both));
                }
            }
        }
    }

    /**
     * One rectangle of connections from some sources to some destinations on some ports: the proof that there are such
     * connections. Empty if there is none. Folds no more than the question touches.
     */
    public Optional<Rectangle> find(PeerSet from, PeerSet to, ConnectionSet connections) {
        return find(from, to, connections, rectangle -> true);
    }

    /** The same, looking on where a rectangle does not count. */
    public Optional<Rectangle> find(PeerSet from, PeerSet to, ConnectionSet connections, Predicate<Rectangle> counts) {
        return new Search(policy, family, connections, counts).find(from, to);
    }

    /**
     * One rectangle of connections that some sources may not open to some destinations, or these not accept: the proof that
     * not all are allowed. Empty if no such rectangle counts.
     */
    public Optional<Rectangle> findRefused(
            PeerSet from, PeerSet to, ConnectionSet connections, Predicate<Rectangle> counts) {
        return new Search(policy, family, connections, counts).findRefused(from, to);
    }

    /**
     * Looks for one connection between two sets of peers. Begins with the smaller set, and folds of the other only what that
     * allows: what a question does not touch costs it nothing.
     */
    private static final class Search {

        private final CompiledPolicy policy;
        private final IpFamily family;
        private final PeerSet universe;
        private final ConnectionSet wanted;
        private final Predicate<Rectangle> counts;

        Search(CompiledPolicy policy, IpFamily family, ConnectionSet wanted, Predicate<Rectangle> counts) {
            this.policy = policy;
            this.family = family;
            this.universe = policy.universe(family);
            this.wanted = wanted;
            this.counts = counts;
        }

        /** A side that refuses some of what is wanted is proof enough, whatever the other says. */
        Optional<Rectangle> findRefused(PeerSet from, PeerSet to) {
            PeerSet sources = from.intersect(universe);
            PeerSet destinations = to.intersect(universe);
            return refused(Direction.EGRESS, sources, destinations)
                    .or(() -> refused(Direction.INGRESS, destinations, sources));
        }

        private Optional<Rectangle> refused(Direction direction, PeerSet near, PeerSet far) {
            for (Alike side : sides(direction, near)) {
                for (Block block : side.blocks()) {
                    ConnectionSet missing = wanted.minus(block.allowed());
                    PeerSet peers =
                            missing.isEmpty() ? PeerSet.EMPTY : block.peers().intersect(far);
                    if (!peers.isEmpty()) {
                        Rectangle found = rectangle(direction, side.members(), peers, missing);
                        if (counts.test(found)) {
                            return Optional.of(found);
                        }
                    }
                }
            }
            return Optional.empty();
        }

        /** Classes with the same policies share the very list of their blocks. */
        private record Alike(List<Block> blocks, PeerSet members) {}

        /** The sides of some classes, in the order of these, so that the same is found every time. */
        private List<Alike> sides(Direction direction, PeerSet near) {
            IdentityHashMap<List<Block>, Ints> members = new IdentityHashMap<>();
            List<List<Block>> order = new ArrayList<>();
            near.endpoints().forEach(id -> {
                List<Block> blocks = policy.blocks(id, direction, family);
                members.computeIfAbsent(blocks, first -> {
                            order.add(first);
                            return new Ints();
                        })
                        .add(id);
            });
            List<Alike> sides = new ArrayList<>(order.size());
            for (List<Block> blocks : order) {
                Ints ids = members.getOrDefault(blocks, new Ints());
                sides.add(new Alike(blocks, new PeerSet(ids.toBits(), Bits.EMPTY)));
            }
            return sides;
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
            for (Alike side : sides(direction, near)) {
                Optional<Rectangle> found = meet(direction, side.members(), side.blocks(), far);
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
                Rectangle found = rectangle(direction, near, new PeerSet(Bits.EMPTY, peers.atoms()), allowed);
                if (counts.test(found)) {
                    return Optional.of(found);
                }
            }
            Set<List<Block>> refusing = Collections.newSetFromMap(new IdentityHashMap<>());
            Bits classes = peers.endpoints();
            for (int id = classes.next(0); id >= 0; id = classes.next(id + 1)) {
                List<Block> blocks = policy.blocks(id, direction.opposite(), family);
                if (refusing.contains(blocks)) {
                    continue;
                }
                boolean none = true;
                for (Block block : blocks) {
                    ConnectionSet both = block.allowed().intersect(allowed);
                    PeerSet those =
                            both.isEmpty() ? PeerSet.EMPTY : block.peers().intersect(near);
                    if (!those.isEmpty()) {
                        none = false;
                        Rectangle found = rectangle(direction, those, new PeerSet(Bits.of(id), Bits.EMPTY), both);
                        if (counts.test(found)) {
                            return Optional.of(found);
                        }
                    }
                }
                if (none) {
                    refusing.add(blocks);
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
}
