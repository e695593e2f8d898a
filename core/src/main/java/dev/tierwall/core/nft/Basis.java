package dev.tierwall.core.nft;

import dev.tierwall.core.net.IpFamily;
import dev.tierwall.core.policy.CompiledPolicy;
import dev.tierwall.core.relation.FamilyRelation;
import java.util.List;
import java.util.Map;

/**
 * What a program was made of, so that the next one can be found from what changed.
 *
 * @param compiled the policy that it enforces
 * @param node the node that it is for
 * @param families the relation of each family
 * @param leftovers elements that nobody is led to any more, to be taken out by the next step
 * @param isWhole whether nothing but the leftovers keeps it from being all that is wanted
 */
record Basis(
        CompiledPolicy compiled,
        String node,
        List<Family> families,
        Map<NftSet, List<ElementKey>> leftovers,
        boolean isWhole) {

    /**
     * The relation of one family.
     *
     * @param family the family
     * @param relation what holds
     * @param numbers the number of each column in use
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Family(IpFamily family, FamilyRelation relation, int[] numbers) {}

    boolean isSettled() {
        return isWhole && leftovers.isEmpty();
    }

    /** Two are the same only if they are one. */
    @Override
    public boolean equals(Object other) {
        return this == other;
    }

    @Override
    public int hashCode() {
        return System.identityHashCode(this);
    }
}
