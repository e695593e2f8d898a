package dev.tierwall.core.policy;

import dev.tierwall.core.net.Address;

/** Where an endpoint stands among the addresses of one family. */
public sealed interface Place {

    Place ABSENT = new Absent();
    Place UNKNOWN = new Unknown();

    /** It has no address of the family, and so no connection in it. */
    record Absent() implements Place {}

    /** It has, or will have, an address that nobody knows yet. Only an address set of a whole family contains it. */
    record Unknown() implements Place {}

    /** Its address is in the {@linkplain Atoms atom} that begins here. */
    record At(Address start) implements Place {}
}
