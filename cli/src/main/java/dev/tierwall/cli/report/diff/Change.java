package dev.tierwall.cli.report.diff;

import dev.tierwall.cli.report.naming.PortNames;
import dev.tierwall.core.connectivity.Party;
import dev.tierwall.core.net.ConnectionSet;
import dev.tierwall.core.net.IpFamily;
import java.util.Optional;

/**
 * A pair of parties whose connections differ.
 *
 * @param source who opens connections
 * @param destination who accepts them
 * @param before what could be opened; without any port if nothing
 * @param after what can be opened now; without any port if nothing
 * @param only the one family it is true of, where the families differ
 */
public record Change(
        Party source, Party destination, ConnectionSet before, ConnectionSet after, Optional<IpFamily> only) {

    /** What became of the pair. */
    public enum Kind {
        ADDED("added", '+'),
        REMOVED("removed", '-'),
        CHANGED("changed", '~');

        private final String label;
        private final char mark;

        Kind(String label, char mark) {
            this.label = label;
            this.mark = mark;
        }

        public String label() {
            return label;
        }

        /** The sign in front of a line. */
        public char mark() {
            return mark;
        }
    }

    public Kind kind() {
        if (!PortNames.any(before)) {
            return Kind.ADDED;
        }
        return PortNames.any(after) ? Kind.CHANGED : Kind.REMOVED;
    }
}
