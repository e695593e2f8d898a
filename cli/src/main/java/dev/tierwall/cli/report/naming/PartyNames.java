package dev.tierwall.cli.report.naming;

import dev.tierwall.core.connectivity.Party;
import dev.tierwall.core.model.ObjectKey;
import dev.tierwall.core.net.AddressSet;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Names for parties, which can be given back as arguments: {@code shop/web}, {@code 10.0.0.0/8}, {@code internet}. */
public final class PartyNames {

    private static final ObjectKey AMBIGUOUS = new ObjectKey("", "", "");

    private final Map<String, ObjectKey> byName = new HashMap<>();
    private final BlockNames blocks;

    /**
     * Names among these parties.
     *
     * @param parties all that a report may speak of
     * @param mostBlocks how many CIDRs a name may have; more are only counted
     */
    public PartyNames(Collection<Party> parties, int mostBlocks) {
        List<AddressSet> outside = new ArrayList<>();
        for (Party party : parties) {
            switch (party) {
                case Party.OfWorkload(ObjectKey key) ->
                    byName.merge(key.qualifiedName(), key, (one, other) -> one.equals(other) ? one : AMBIGUOUS);
                case Party.OfAddresses(AddressSet addresses) -> outside.add(addresses);
            }
        }
        this.blocks = new BlockNames(outside, mostBlocks);
    }

    public String of(Party party) {
        return switch (party) {
            case Party.OfWorkload(ObjectKey key) -> of(key);
            case Party.OfAddresses(AddressSet addresses) -> of(addresses);
        };
    }

    /** {@code namespace/name}, or {@code namespace/Kind/name} where two workloads share a name. */
    public String of(ObjectKey workload) {
        String name = workload.qualifiedName();
        return printable(byName.getOrDefault(name, workload) == AMBIGUOUS ? workload.toString() : name);
    }

    /** A name as it was read may be anything; what would steer a terminal is shown as a mark. */
    private static String printable(String name) {
        for (int i = 0; i < name.length(); i++) {
            if (Character.isISOControl(name.charAt(i))) {
                return name.replaceAll("[\\p{Cntrl}\\x80-\\x9f]", "\uFFFD");
            }
        }
        return name;
    }

    /** The name of addresses outside, of one block or of several together. */
    public String of(AddressSet addresses) {
        return blocks.of(addresses);
    }
}
