package dev.tierwall.core.connectivity;

import dev.tierwall.core.collect.Bits;
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

    /** How many of the wanted rows there are: two that differ by family count once. */
    public long countRows(Wanted wanted) {
        Selection selection = Selection.of(parties, wanted);
        Spread spread = new Spread(parties, reaches, selection);
        long count = 0;
        for (int source = selection.sources().next(0);
                source >= 0;
                source = selection.sources().next(source + 1)) {
            count += spread.count(source);
        }
        return count;
    }

    /** Streams the wanted rows, sources and destinations in the order of {@link #allParties}. */
    public void rows(Wanted wanted, Row.Sink out) {
        Selection selection = Selection.of(parties, wanted);
        Spread spread = new Spread(parties, reaches, selection);
        selection.sources().forEach(source -> spread.rows(source, out));
    }

    /** Streams every row. */
    public void rows(Consumer<Row> out) {
        rows(
                Wanted.ALL,
                (source, destination, connections, only) ->
                        out.accept(new Row(parties.get(source), parties.get(destination), connections, only)));
    }

    /** Streams the wanted rows folded: parties that reach the same are taken together, and so are their destinations. */
    public void folds(Wanted wanted, Fold.Sink out) {
        new Folding(parties, reaches, Selection.of(parties, wanted)).folds(out);
    }

    /** Streams all rows folded. */
    public void folds(Consumer<Fold> out) {
        folds(
                Wanted.ALL,
                (sources, destinations, connections, only) ->
                        out.accept(new Fold(named(sources), named(destinations), connections, only)));
    }

    private List<Party> named(Bits numbers) {
        List<Party> named = new ArrayList<>(numbers.size());
        numbers.forEach(party -> named.add(parties.get(party)));
        return named;
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
