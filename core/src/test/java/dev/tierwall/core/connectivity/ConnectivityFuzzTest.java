package dev.tierwall.core.connectivity;

import dev.tierwall.core.model.ObjectKey;
import dev.tierwall.core.model.Snapshot;
import dev.tierwall.core.net.Address;
import dev.tierwall.core.net.AddressSet;
import dev.tierwall.core.net.ConnectionSet;
import dev.tierwall.core.net.IpFamily;
import dev.tierwall.core.policy.PolicyCompiler;
import dev.tierwall.core.random.ClusterText;
import dev.tierwall.core.random.Dice;
import dev.tierwall.core.random.Pools;
import dev.tierwall.core.random.RandomCluster;
import dev.tierwall.core.random.Shrinker;
import dev.tierwall.core.random.Trials;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Connectivity is what the oracle says, pair by pair. */
class ConnectivityFuzzTest {

    private static final int PORTS = 3;

    private long asked;

    @Test
    void everyRowIsWhatTheOracleSaysOfItsPair() {
        Trials.fuzz("connectivity", 100, random -> {
            Dice dice = new Dice(random);
            Snapshot snapshot = new RandomCluster(random).snapshot();
            List<Integer> ports = new ArrayList<>();
            for (int i = 0; i < PORTS; i++) {
                ports.add(dice.pick(Pools.PORT_PLACES));
            }
            if (complaint(snapshot, ports).isPresent()) {
                Snapshot small =
                        Shrinker.shrink(snapshot, some -> complaint(some, ports).isPresent());
                throw new AssertionError(complaint(small, ports).orElseThrow() + "\n---\n" + ClusterText.of(small));
            }
        });
        System.out.println("fuzz: connectivity: " + asked + " questions");
    }

    @Test
    void foldedRowsAreTheRows() {
        Trials.fuzz("folds", 200, random -> {
            Snapshot snapshot = new RandomCluster(random).snapshot();
            if (!sameFolded(snapshot)) {
                Snapshot small = Shrinker.shrink(snapshot, some -> !sameFolded(some));
                throw new AssertionError("folding changes rows\n---\n" + ClusterText.of(small));
            }
        });
    }

    private static boolean sameFolded(Snapshot snapshot) {
        Connectivity connectivity = Connectivity.of(PolicyCompiler.compile(snapshot));
        Set<Row> rows = new HashSet<>();
        connectivity.rows(rows::add);
        List<Row> unfolded = new ArrayList<>();
        connectivity.folds(fold -> {
            for (Party source : fold.sources()) {
                for (Party destination : fold.destinations()) {
                    if (!source.equals(destination)) {
                        unfolded.add(new Row(source, destination, fold.connections(), fold.only()));
                    }
                }
            }
        });
        return unfolded.size() == rows.size() && rows.containsAll(unfolded);
    }

    private Optional<String> complaint(Snapshot snapshot, List<Integer> ports) {
        try {
            Pairs pairs = new Pairs(snapshot, ports);
            Connectivity connectivity = Connectivity.of(PolicyCompiler.compile(snapshot));
            Optional<String> wrong = new Comparison(pairs, connectivity, snapshot).complaint();
            asked += pairs.asked();
            return wrong;
        } catch (RuntimeException failure) {
            return Optional.of("throws " + failure);
        }
    }

    /** One party of the report, and who the oracle is asked about for it. */
    private record Asked(Party party, List<dev.tierwall.core.oracle.Party> members) {}

    private record Comparison(Pairs pairs, Connectivity connectivity, Snapshot snapshot) {

        Optional<String> complaint() {
            Map<String, ConnectionSet> rows = new HashMap<>();
            for (Row row : rows()) {
                if (rows.put(name(row.source(), row.destination(), row.only()), row.connections()) != null) {
                    return Optional.of("two rows of one pair: " + row);
                }
            }
            for (IpFamily family : Families.of(snapshot)) {
                List<Asked> parties = parties(family);
                for (Asked source : parties) {
                    for (Asked destination : parties) {
                        Optional<String> wrong = complaint(source, destination, family, rows);
                        if (wrong.isPresent()) {
                            return wrong;
                        }
                    }
                }
            }
            return Optional.empty();
        }

        private List<Row> rows() {
            List<Row> rows = new ArrayList<>();
            connectivity.rows(rows::add);
            return rows;
        }

        /** Every workload, and every outside address with the block that holds it. */
        private List<Asked> parties(IpFamily family) {
            List<Asked> parties = new ArrayList<>();
            pairs.workloads().forEach(key -> parties.add(new Asked(new Party.OfWorkload(key), pairs.podsOf(key))));
            for (Address address : pairs.outside(family)) {
                List<AddressSet> holding = connectivity.outside(family).stream()
                        .filter(block -> block.contains(address))
                        .toList();
                if (holding.size() != 1) {
                    throw new IllegalStateException(address + " is in the blocks " + holding);
                }
                parties.add(new Asked(
                        new Party.OfAddresses(holding.get(0)),
                        List.of(new dev.tierwall.core.oracle.Party.Outside(address))));
            }
            return parties;
        }

        private Optional<String> complaint(
                Asked source, Asked destination, IpFamily family, Map<String, ConnectionSet> rows) {
            boolean outsideOnly =
                    source.party() instanceof Party.OfAddresses && destination.party() instanceof Party.OfAddresses;
            if (outsideOnly || source.party().equals(destination.party())) {
                return Optional.empty();
            }
            ConnectionSet row = rows.getOrDefault(
                    name(source.party(), destination.party(), Optional.of(family)),
                    rows.getOrDefault(name(source.party(), destination.party(), Optional.empty()), ConnectionSet.NONE));
            List<String> expected = pairs.allowed(source.members(), destination.members(), family);
            boolean comparable = !expected.isEmpty() || mayMeet(source, destination, family);
            if (comparable && !pairs.members(row).equals(expected)) {
                return Optional.of(source + " to " + destination + " in " + family + " is " + row + ", the oracle says "
                        + expected);
            }
            return Optional.empty();
        }

        /** A row without a family says nothing of a family that one of its parties does not have. */
        private boolean mayMeet(Asked source, Asked destination, IpFamily family) {
            return isIn(source.party(), family) && isIn(destination.party(), family);
        }

        private boolean isIn(Party party, IpFamily family) {
            return !(party instanceof Party.OfWorkload(ObjectKey key))
                    || connectivity
                            .parties()
                            .in(family)
                            .contains(connectivity.parties().find(key));
        }

        private static String name(Party source, Party destination, Optional<IpFamily> only) {
            return source + " to " + destination + only.map(IpFamily::label).orElse("");
        }
    }
}
