package dev.tierwall.core.nft;

import java.util.HashSet;
import java.util.Set;

/** Gives out numbers for peer classes and connection sets. One that was in use comes again only after all others. */
final class Numbers {

    private static final int MOST = 0x7fff_ffff;

    private final Set<Integer> taken = new HashSet<>();
    private int last;

    Numbers(NftProgram previous) {
        last = previous.lastId();
        taken.addAll(previous.connections().keySet());
        for (NftSet set : NftSet.values()) {
            if (set.kind() == NftSet.Kind.PEER || set.kind() == NftSet.Kind.ATOM) {
                previous.map(set).values().forEach(taken::add);
            }
            if (set.kind() == NftSet.Kind.REL) {
                previous.map(set).forEach(entry -> {
                    if (entry.key() instanceof ElementKey.Cell cell) {
                        taken.add(cell.peer());
                    }
                });
            }
        }
    }

    Numbers(Numbers other) {
        last = other.last;
        taken.addAll(other.taken);
    }

    void raise(Numbers other) {
        last = other.last;
        taken.addAll(other.taken);
    }

    int next() {
        do {
            last = last == MOST ? 1 : last + 1;
        } while (!taken.add(last));
        return last;
    }

    int last() {
        return last;
    }
}
