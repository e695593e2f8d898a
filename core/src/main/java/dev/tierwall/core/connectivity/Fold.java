package dev.tierwall.core.connectivity;

import dev.tierwall.core.collect.Bits;
import dev.tierwall.core.net.ConnectionSet;
import dev.tierwall.core.net.IpFamily;
import java.util.List;
import java.util.Optional;

/**
 * Rows folded: every source may open these connections to every destination, itself apart.
 *
 * @param sources parties that reach the same
 * @param destinations whom all of them may reach so
 * @param connections what they may open; never empty
 * @param only the one family it is true of, where the parties have both and the families differ
 */
public record Fold(List<Party> sources, List<Party> destinations, ConnectionSet connections, Optional<IpFamily> only) {

    /** Takes folds as they come, without names: parties are places in {@link Connectivity#allParties}. */
    @FunctionalInterface
    public interface Sink {

        /** One fold, its parts as those of {@link Fold}. */
        void fold(Bits sources, Bits destinations, ConnectionSet connections, Optional<IpFamily> only);
    }

    public Fold {
        sources = List.copyOf(sources);
        destinations = List.copyOf(destinations);
    }
}
