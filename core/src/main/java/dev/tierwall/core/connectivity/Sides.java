package dev.tierwall.core.connectivity;

import dev.tierwall.core.collect.Bits;
import dev.tierwall.core.collect.Ints;
import dev.tierwall.core.model.Direction;
import dev.tierwall.core.net.ConnectionSet;
import dev.tierwall.core.net.IpFamily;
import dev.tierwall.core.policy.Block;
import dev.tierwall.core.policy.CompiledPolicy;
import dev.tierwall.core.policy.PeerSet;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * All subjects of one direction and family, those with equal blocks taken together. What is outside the cluster is a
 * side of its own, which allows everything.
 */
final class Sides {

    /**
     * Subjects that treat every peer alike.
     *
     * @param members the subjects
     * @param open the blocks in which anything is allowed
     */
    record Side(PeerSet members, List<Block> open) {}

    private final List<Side> sides = new ArrayList<>();
    private final int[] byClass;
    private final int outside;

    Sides(CompiledPolicy policy, Direction direction, IpFamily family) {
        PeerSet universe = policy.universe(family);
        Map<List<Block>, Ints> members = new LinkedHashMap<>();
        universe.endpoints()
                .forEach(id -> members.computeIfAbsent(policy.blocks(id, direction, family), blocks -> new Ints())
                        .add(id));
        this.byClass = new int[universe.endpoints().end()];
        members.forEach((blocks, ids) -> {
            Bits classes = ids.toBits();
            classes.forEach(id -> byClass[id] = sides.size());
            sides.add(new Side(new PeerSet(classes, Bits.EMPTY), open(blocks)));
        });
        this.outside = sides.size();
        sides.add(new Side(new PeerSet(Bits.EMPTY, universe.atoms()), List.of(new Block(universe, ConnectionSet.ALL))));
    }

    private static List<Block> open(List<Block> blocks) {
        return blocks.stream().filter(block -> !block.allowed().isEmpty()).toList();
    }

    List<Side> all() {
        return sides;
    }

    Side get(int side) {
        return sides.get(side);
    }

    int ofClass(int endpointClass) {
        return byClass[endpointClass];
    }

    int outside() {
        return outside;
    }

    /** The sides that some of these peers belong to. */
    Bits touched(PeerSet peers) {
        Ints found = new Ints();
        peers.endpoints().forEach(id -> found.add(byClass[id]));
        if (!peers.atoms().isEmpty()) {
            found.add(outside);
        }
        return found.toBits();
    }

    /** For each side, the sides of the other direction that it allows anything with. */
    List<Bits> reach(Sides others) {
        List<Bits> reach = new ArrayList<>(sides.size());
        for (Side side : sides) {
            PeerSet peers = PeerSet.EMPTY;
            for (Block block : side.open()) {
                peers = peers.union(block.peers());
            }
            reach.add(others.touched(peers));
        }
        return reach;
    }
}
