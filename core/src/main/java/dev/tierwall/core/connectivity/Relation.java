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
        return new Search(policy, family, connections).find(from, to);
    }
}
