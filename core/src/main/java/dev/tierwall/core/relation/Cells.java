package dev.tierwall.core.relation;

import dev.tierwall.core.collect.Bits;
import dev.tierwall.core.collect.Ints;
import dev.tierwall.core.policy.Block;
import dev.tierwall.core.policy.PeerSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntConsumer;
import java.util.function.ObjIntConsumer;

/**
 * Classes and atoms of one family in the coarsest partition that tells apart whatever some list of blocks treats
 * differently. Costs the members of all blocks but the largest of each list.
 */
final class Cells {

    private final int[] ofClass;
    private final int[] ofAtom;
    private int count = 1;

    Cells(int classes, int atoms) {
        ofClass = new int[classes];
        ofAtom = new int[atoms];
    }

    /** Splits what these blocks, disjoint and complete, treat differently. */
    void refine(List<Block> blocks) {
        int largest = 0;
        for (int i = 1; i < blocks.size(); i++) {
            largest = size(blocks.get(i).peers()) > size(blocks.get(largest).peers()) ? i : largest;
        }
        for (int i = 0; i < blocks.size(); i++) {
            if (i != largest) {
                Map<Integer, Integer> inside = new HashMap<>();
                split(ofClass, blocks.get(i).peers().endpoints(), inside);
                split(ofAtom, blocks.get(i).peers().atoms(), inside);
            }
        }
    }

    private static int size(PeerSet peers) {
        return peers.endpoints().size() + peers.atoms().size();
    }

    private void split(int[] cells, Bits members, Map<Integer, Integer> inside) {
        members.forEach(member -> cells[member] = inside.computeIfAbsent(cells[member], cell -> count++));
    }

    int ofClass(int endpointClass) {
        return ofClass[endpointClass];
    }

    int ofAtom(int atom) {
        return ofAtom[atom];
    }

    int count() {
        return count;
    }

    /** A class or an atom of each cell that any of some peers, which must be all there are, is in. */
    Representatives representatives(PeerSet universe) {
        return new Representatives(universe);
    }

    /** One member of each cell that has any. */
    final class Representatives {

        private final Bits classes;
        private final Bits atoms;

        Representatives(PeerSet universe) {
            boolean[] known = new boolean[count];
            classes = firsts(ofClass, universe.endpoints(), known);
            atoms = firsts(ofAtom, universe.atoms(), known);
        }

        private static Bits firsts(int[] cells, Bits members, boolean[] known) {
            Ints firsts = new Ints();
            members.forEach(member -> {
                if (!known[cells[member]]) {
                    known[cells[member]] = true;
                    firsts.add(member);
                }
            });
            return firsts.toBits();
        }

        /** Gives the cells whose members are among some peers. */
        void cellsAmong(PeerSet peers, IntConsumer visitor) {
            classes.intersect(peers.endpoints()).forEach(id -> visitor.accept(ofClass[id]));
            atoms.intersect(peers.atoms()).forEach(atom -> visitor.accept(ofAtom[atom]));
        }

        /** Gives each cell with a member of it. */
        void forEach(ObjIntConsumer<PeerSet> visitor) {
            classes.forEach(id -> visitor.accept(new PeerSet(Bits.of(id), Bits.EMPTY), ofClass[id]));
            atoms.forEach(atom -> visitor.accept(new PeerSet(Bits.EMPTY, Bits.of(atom)), ofAtom[atom]));
        }
    }
}
