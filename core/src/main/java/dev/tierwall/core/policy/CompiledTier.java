package dev.tierwall.core.policy;

import dev.tierwall.core.model.Policy.Tier;
import java.util.List;

/**
 * One stage of a verdict for one subject and direction, the implicit rules written out: the first rule that matches
 * decides, except that in the NetworkPolicy tier all written rules accept, so that their order is of no account.
 *
 * @param tier which stage
 * @param rules its rules in order
 */
public record CompiledTier(Tier tier, List<CompiledRule> rules) {
    public CompiledTier {
        rules = List.copyOf(rules);
    }
}
