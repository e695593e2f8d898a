package dev.tierwall.core.relation;

import dev.tierwall.core.net.ConnectionSet;
import dev.tierwall.core.policy.Block;
import dev.tierwall.core.policy.PeerSet;
import java.util.List;
import java.util.Set;

/**
 * What one direction of a local address allows: the blocks of the pod that has it. Should several pods have one
 * address, it may do what all of them may.
 *
 * @param sides the blocks of each pod
 */
record Row(Set<List<Block>> sides) {

    Row {
        sides = Set.copyOf(sides);
    }

    /** Whether everything is allowed with everyone. */
    boolean isOpen() {
        return sides.stream()
                .allMatch(blocks ->
                        blocks.stream().allMatch(block -> block.allowed().isAll()));
    }

    /** What is allowed with most peers, as far as that is easily said. */
    ConnectionSet usual() {
        List<Block> blocks = sides.iterator().next();
        Block largest = blocks.getFirst();
        for (Block block : blocks) {
            largest = size(block) > size(largest) ? block : largest;
        }
        return largest.allowed();
    }

    private static int size(Block block) {
        return block.peers().endpoints().size() + block.peers().atoms().size();
    }

    /** What is allowed with some peers that no side tells apart. */
    ConnectionSet with(PeerSet peers) {
        ConnectionSet allowed = ConnectionSet.ALL;
        for (List<Block> blocks : sides) {
            for (Block block : blocks) {
                if (block.peers().intersects(peers)) {
                    allowed = allowed.intersect(block.allowed());
                }
            }
        }
        return allowed;
    }
}
