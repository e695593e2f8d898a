package dev.tierwall.cli.report.rows;

import dev.tierwall.core.connectivity.Connectivity;
import dev.tierwall.core.connectivity.Entrances.Entrance;
import dev.tierwall.core.connectivity.Wanted;
import dev.tierwall.core.policy.CompiledPolicy;
import java.util.List;

/**
 * What a list shows.
 *
 * @param policy where the answers come from
 * @param connectivity all answers
 * @param wanted which of them are shown
 * @param entrances the ways in from outside that are shown
 * @param openings what is shown of pods to come; empty unless it was asked for
 * @param style how it is shown
 */
public record Listing(
        CompiledPolicy policy,
        Connectivity connectivity,
        Wanted wanted,
        List<Entrance> entrances,
        List<WorkloadOpening> openings,
        Style style) {

    /**
     * How a list is shown, whatever its format.
     *
     * @param folded whether parties that connect alike are taken together
     * @param explained whether each row has its reasons
     * @param headers whether columns have headings
     */
    public record Style(boolean folded, boolean explained, boolean headers) {}

    public Listing {
        entrances = List.copyOf(entrances);
        openings = List.copyOf(openings);
    }
}
