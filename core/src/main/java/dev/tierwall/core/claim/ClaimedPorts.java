package dev.tierwall.core.claim;

import dev.tierwall.core.model.PortMatch;
import java.util.List;
import java.util.stream.Collectors;

/** The ports that a {@link Claim} speaks of. */
public sealed interface ClaimedPorts {

    /** How a sentence goes on with them, after a space; empty where nothing needs to be said. */
    String words();

    /** Every port of every protocol that has ports. */
    record All() implements ClaimedPorts {
        @Override
        public String words() {
            return "";
        }
    }

    /** Each port that the destination declares; of a Service its own. */
    record Declared() implements ClaimedPorts {
        @Override
        public String words() {
            return "";
        }
    }

    /**
     * Those of a list: by number, or by the name that the destination gives them.
     *
     * @param ports at least one
     */
    record Listed(List<PortMatch> ports) implements ClaimedPorts {
        public Listed {
            ports = List.copyOf(ports);
        }

        @Override
        public String words() {
            return " "
                    + ports.stream()
                            .map(port -> switch (port) {
                                case PortMatch.Everything everything -> "any port";
                                case PortMatch.Numbers numbers -> numbers.ports() + "/" + numbers.protocol();
                                case PortMatch.Named named -> named.name();
                            })
                            .collect(Collectors.joining(", "));
        }
    }
}
