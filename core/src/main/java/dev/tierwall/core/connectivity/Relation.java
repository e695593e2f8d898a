package dev.tierwall.core.connectivity;

import dev.tierwall.core.collect.Bits;
import dev.tierwall.core.connectivity.Sides.Side;
import dev.tierwall.core.model.Direction;
import dev.tierwall.core.net.ConnectionSet;
import dev.tierwall.core.net.IpFamily;
import dev.tierwall.core.policy.Block;
import dev.tierwall.core.policy.CompiledPolicy;
import dev.tierwall.core.policy.PeerSet;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Who may connect to whom in one family, as rectangles: a block of an egress side and a block of an ingress side meet
 * in one. Any class and any other meet in at most one rectangle. What a pod opens to itself, and a node to its own
 * pods, is beyond policies and not in it.
 */
public final class Relation {

    private final Sides sources;
    private final Sides destinations;
    private final List<Bits> reach;
    private final List<Bits> reachedFrom;

    public Relation(CompiledPolicy policy, IpFamily family) {
        this.sources = new Sides(policy, Direction.EGRESS, family);
        this.destinations = new Sides(policy, Direction.INGRESS, family);
        this.reach = sources.reach(destinations);
        this.reachedFrom = destinations.reach(sources);
    }

    Sides sources() {
        return sources;
    }

    Sides destinations() {
        return destinations;
    }

    /** All rectangles of one source side, outside to outside left out. */
    List<Rectangle> from(int source) {
        List<Rectangle> found = new ArrayList<>();
        Bits candidates = reach.get(source);
        for (int to = candidates.next(0); to >= 0; to = candidates.next(to + 1)) {
            meet(source, to, rectangle -> {
                found.add(rectangle);
                return false;
            });
        }
        return found;
    }

    /** Every rectangle. */
    public List<Rectangle> rectangles() {
        List<Rectangle> all = new ArrayList<>();
        for (int source = 0; source < sources.all().size(); source++) {
            all.addAll(from(source));
        }
        return all;
    }

    /** Visits the rectangles in which two sides meet, until one is enough; says whether one was. */
    private boolean meet(int from, int to, Predicate<Rectangle> enough) {
        boolean outsideOnly = from == sources.outside() && to == destinations.outside();
        if (outsideOnly || !reachedFrom.get(to).contains(from)) {
            return false;
        }
        Side source = sources.get(from);
        Side destination = destinations.get(to);
        for (Block in : destination.open()) {
            PeerSet froms = in.peers().intersect(source.members());
            if (froms.isEmpty()) {
                continue;
            }
            for (Block out : source.open()) {
                ConnectionSet both = out.allowed().intersect(in.allowed());
                PeerSet tos = both.isEmpty() ? PeerSet.EMPTY : out.peers().intersect(destination.members());
                if (!tos.isEmpty() && enough.test(new Rectangle(froms, tos, both))) {
                    return true;
                }
            }
        }
        return false;
    }

    /**
     * One rectangle of connections from some sources to some destinations on some ports: the proof that there are such
     * connections. Empty if there is none.
     */
    public Optional<Rectangle> find(PeerSet from, PeerSet to, ConnectionSet connections) {
        Bits starts = sources.touched(from);
        Bits ends = destinations.touched(to);
        List<Rectangle> witness = new ArrayList<>(1);
        for (int end = ends.next(0); end >= 0; end = ends.next(end + 1)) {
            Bits candidates = reachedFrom.get(end).intersect(starts);
            for (int start = candidates.next(0); start >= 0; start = candidates.next(start + 1)) {
                boolean found = meet(start, end, rectangle -> {
                    Rectangle part = new Rectangle(
                            rectangle.sources().intersect(from),
                            rectangle.destinations().intersect(to),
                            rectangle.connections().intersect(connections));
                    boolean some = !part.sources().isEmpty()
                            && !part.destinations().isEmpty()
                            && !part.connections().isEmpty();
                    if (some) {
                        witness.add(part);
                    }
                    return some;
                });
                if (found) {
                    return Optional.of(witness.get(0));
                }
            }
        }
        return Optional.empty();
    }
}
