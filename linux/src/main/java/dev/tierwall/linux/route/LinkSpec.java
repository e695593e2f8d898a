package dev.tierwall.linux.route;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * How a new link shall be. Links are made up, not down.
 *
 * @param name its name
 * @param mac its address on the wire; the kernel chooses where none is given
 * @param mtu its largest packet; the kernel's default where none is given
 * @param bridge the bridge that it is a port of
 */
public record LinkSpec(String name, Optional<MacAddress> mac, OptionalInt mtu, Optional<String> bridge) {

    private static final int LONGEST_NAME = 15;

    public LinkSpec {
        int length = name.getBytes(StandardCharsets.UTF_8).length;
        if (length == 0 || length > LONGEST_NAME) {
            throw new IllegalArgumentException("the name of a link has 1 to 15 bytes: '" + name + "'");
        }
    }

    /** A link about which only the name matters. */
    public static LinkSpec named(String name) {
        return new LinkSpec(name, Optional.empty(), OptionalInt.empty(), Optional.empty());
    }

    /** The same with an address. */
    public LinkSpec with(MacAddress other) {
        return new LinkSpec(name, Optional.of(other), mtu, bridge);
    }

    /** The same for packets of at most so many bytes. */
    public LinkSpec withMtu(int bytes) {
        return new LinkSpec(name, mac, OptionalInt.of(bytes), bridge);
    }

    /** The same as a port of a bridge. */
    public LinkSpec on(String otherBridge) {
        return new LinkSpec(name, mac, mtu, Optional.of(otherBridge));
    }
}
