package dev.tierwall.core.relation;

import dev.tierwall.core.net.ConnectionSet;
import dev.tierwall.core.policy.Block;
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

    ConnectionSet withClass(int endpointClass) {
        ConnectionSet allowed = ConnectionSet.ALL;
        for (List<Block> blocks : sides) {
            for (Block block : blocks) {
                if (block.peers().endpoints().contains(endpointClass)) {
                    allowed = allowed.intersect(block.allowed());
                }
            }
        }
        return allowed;
    }

    ConnectionSet withAtom(int atom) {
        ConnectionSet allowed = ConnectionSet.ALL;
        for (List<Block> blocks : sides) {
            for (Block block : blocks) {
                if (block.peers().atoms().contains(atom)) {
                    allowed = allowed.intersect(block.allowed());
                }
            }
        }
        return allowed;
    }
}
