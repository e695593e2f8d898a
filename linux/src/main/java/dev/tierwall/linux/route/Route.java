package dev.tierwall.linux.route;

import dev.tierwall.core.net.Address;
import dev.tierwall.core.net.Cidr;
import java.util.Optional;

/**
 * Where packets go.
 *
 * @param to packets to these addresses
 * @param via the next router; none where the addresses are on the link itself
 * @param link the link; where there is a router, too, it is taken to be on that link whatever its address is
 * @param source the address that this host sends from when it uses the route; the kernel chooses where none is given
 */
public record Route(Cidr to, Optional<Address> via, Optional<String> link, Optional<Address> source) {

    public Route {
        if (via.isEmpty() && link.isEmpty()) {
            throw new IllegalArgumentException("a route to " + to + " by nobody and over nothing");
        }
        if (via.isPresent() && via.get().family() != to.family()) {
            throw new IllegalArgumentException("a route to " + to + " by " + via.get());
        }
    }

    /** Over a link. */
    public static Route over(Cidr to, String link) {
        return new Route(to, Optional.empty(), Optional.of(link), Optional.empty());
    }

    /** By a router on a link. */
    public static Route by(Cidr to, Address via, String link) {
        return new Route(to, Optional.of(via), Optional.of(link), Optional.empty());
    }

    /** The same, sent from an address. */
    public Route from(Address address) {
        return new Route(to, via, link, Optional.of(address));
    }
}
