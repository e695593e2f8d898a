package dev.tierwall.core.policy;

import dev.tierwall.core.model.Location;
import dev.tierwall.core.model.Policy.Action;
import dev.tierwall.core.model.PortMatch;
import java.util.List;

/**
 * A rule as enforced: it matches a connection whose peer is in any of its groups on any of its ports. A rule without
 * peers matches nothing.
 *
 * @param origin where it came from
 * @param action what becomes of what it matches
 * @param peers any of these
 * @param ports any of these
 */
public record CompiledRule(Origin origin, Action action, List<PeerRef> peers, List<PortMatch> ports) {

    /**
     * A peer of a rule.
     *
     * @param index its place in the written rule, from 1; 0 if it is not written
     * @param group the number of its {@link PeerGroup}
     * @param location where it is written
     */
    public record PeerRef(int index, int group, Location location) {}

    static final List<PeerRef> ANYONE = List.of(new PeerRef(0, GroupTable.EVERYONE, Location.NONE));
    static final List<PortMatch> ANYTHING = List.of(new PortMatch.Everything(Location.NONE));

    /** A rule that nobody wrote, for everyone and everything. */
    static CompiledRule implicit(Origin origin, Action action) {
        return new CompiledRule(origin, action, ANYONE, ANYTHING);
    }
}
