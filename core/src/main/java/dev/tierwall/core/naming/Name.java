package dev.tierwall.core.naming;

import dev.tierwall.core.net.Address;
import dev.tierwall.core.net.Cidr;
import java.util.Optional;

/** How a person names one side of a connection; whether there is such a thing is another question. */
public sealed interface Name {

    /**
     * A pod or a workload: {@code namespace/name}, {@code namespace/Kind/name}, or the name alone.
     *
     * @param namespace the namespace, if it was written
     * @param kind the kind as written, if it was
     * @param name the name
     */
    record OfObject(Optional<String> namespace, Optional<String> kind, String name) implements Name {}

    /** A Service: {@code svc:namespace/name}. */
    record OfService(Optional<String> namespace, String name) implements Name {}

    /** One IP address. */
    record OfAddress(Address address) implements Name {}

    /** All addresses of a block. */
    record OfBlock(Cidr block) implements Name {}

    /** The public addresses: {@code internet}. */
    record Internet() implements Name {}
}
