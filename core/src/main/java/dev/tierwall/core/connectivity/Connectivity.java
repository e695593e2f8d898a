package dev.tierwall.core.connectivity;

import dev.tierwall.core.model.ObjectKey;
import dev.tierwall.core.net.AddressSet;
import dev.tierwall.core.net.ConnectionSet;
import dev.tierwall.core.net.IpFamily;
import dev.tierwall.core.policy.CompiledPolicy;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * Who can connect to whom, for all flows at once. Computed from the rectangles of the relation, never pair by pair;
 * only the rows that are asked for are ever spread out.
 */
public final class Connectivity {

    private final Parties parties;
    private final Map<IpFamily, Relation> relations = new EnumMap<>(IpFamily.class);
    private final Map<IpFamily, Reaches> reaches = new EnumMap<>(IpFamily.class);

    private Connectivity(CompiledPolicy policy) {
        for (IpFamily family : Families.of(policy.snapshot())) {
            relations.put(family, new Relation(policy, family));
        }
        this.parties = new Parties(policy, relations);
        relations.forEach((family, relation) -> reaches.put(family, new Reaches(policy, family, relation, parties)));
    }

    public static Connectivity of(CompiledPolicy policy) {
        return new Connectivity(policy);
    }

    /** The relation of one of the families that the cluster uses. */
    public Optional<Relation> relation(IpFamily family) {
        return Optional.ofNullable(relations.get(family));
    }

    Parties parties() {
        return parties;
    }

    Map<IpFamily, Reaches> reaches() {
        return reaches;
    }

    /** All workloads, by namespace and name, and then the blocks of outside addresses. */
    public List<Party> allParties() {
        List<Party> all = new ArrayList<>(parties.size());
        for (int party = 0; party < parties.size(); party++) {
            all.add(parties.get(party));
        }
        return all;
    }

    /** How many rows there are at most: rows that differ by family count for each. */
    public long countRows() {
        long most = 0;
        for (Reaches inFamily : reaches.values()) {
            long count = 0;
            for (int party = 0; party < parties.size(); party++) {
                Reach reach = inFamily.of(party);
                count += reach.size() - (reach.to(party).isEmpty() ? 0 : 1);
            }
            most = Math.max(most, count);
        }
        return most;
    }

    /** Streams the rows of the wanted parties, sources and destinations in the order of {@link #allParties}. */
    public void rows(Predicate<Party> sources, Predicate<Party> destinations, Consumer<Row> out) {
        boolean[] wanted = new boolean[parties.size()];
        for (int party = 0; party < wanted.length; party++) {
            wanted[party] = destinations.test(parties.get(party));
        }
        Spread spread = new Spread(parties, reaches);
        for (int source = 0; source < parties.size(); source++) {
            if (sources.test(parties.get(source))) {
                spread.rows(source, wanted, out);
            }
        }
    }

    /** Streams every row. */
    public void rows(Consumer<Row> out) {
        rows(party -> true, party -> true, out);
    }

    /** Streams the rows folded: sources that reach the same are taken together, and so are their destinations. */
    public void folds(Consumer<Fold> out) {
        new Folding(parties, reaches).folds(out);
    }

    /** What some pod of one workload may open to some pod of another in one family. */
    public ConnectionSet between(ObjectKey source, ObjectKey destination, IpFamily family) {
        int from = parties.find(source);
        int to = parties.find(destination);
        Reaches inFamily = reaches.get(family);
        return from < 0 || to < 0 || inFamily == null
                ? ConnectionSet.NONE
                : inFamily.of(from).to(to);
    }

    /** The blocks of outside addresses of one family, the coarsest that tell apart what the policies tell apart. */
    public List<AddressSet> outside(IpFamily family) {
        List<AddressSet> blocks = new ArrayList<>();
        for (int party = parties.workloads(); party < parties.size(); party++) {
            if (parties.in(family).contains(party)
                    && parties.get(party) instanceof Party.OfAddresses(AddressSet addresses)) {
                blocks.add(addresses);
            }
        }
        return blocks;
    }
}
