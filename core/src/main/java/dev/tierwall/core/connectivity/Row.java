package dev.tierwall.core.connectivity;

import dev.tierwall.core.net.ConnectionSet;
import dev.tierwall.core.net.IpFamily;
import java.util.Optional;

/**
 * One line of a report: all that some pod of the source may open to some pod of the destination.
 *
 * @param source who opens connections
 * @param destination who accepts them
 * @param connections which; never empty
 * @param only the one family it is true of, where both parties have both and the families differ
 */
public record Row(Party source, Party destination, ConnectionSet connections, Optional<IpFamily> only) {

    /** Takes rows as they come, without an object for each: parties are places in {@link Connectivity#allParties}. */
    @FunctionalInterface
    public interface Sink {

        /** One row, its parts as those of {@link Row}. */
        void row(int source, int destination, ConnectionSet connections, Optional<IpFamily> only);
    }
}
