package dev.tierwall.core.oracle;

import dev.tierwall.core.model.ObjectKey;
import dev.tierwall.core.model.Policy.Tier;
import java.util.Optional;

/**
 * What one side of a connection says, and why.
 *
 * @param allowed whether this side lets it pass
 * @param tier the tier that decided; {@code DEFAULT} also where no policy can apply
 * @param policy the cluster-wide policy that decided; empty in the other tiers
 * @param rule the position of the deciding rule in that policy, from 0; -1 in the other tiers
 */
public record Ruling(boolean allowed, Tier tier, Optional<ObjectKey> policy, int rule) {

    static Ruling by(Tier tier, boolean allowed) {
        return new Ruling(allowed, tier, Optional.empty(), -1);
    }
}
