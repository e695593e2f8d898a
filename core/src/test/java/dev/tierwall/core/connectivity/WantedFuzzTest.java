package dev.tierwall.core.connectivity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tierwall.core.net.ConnectionSet;
import dev.tierwall.core.net.IpFamily;
import dev.tierwall.core.net.PortSet;
import dev.tierwall.core.net.Protocol;
import dev.tierwall.core.policy.PolicyCompiler;
import dev.tierwall.core.random.Dice;
import dev.tierwall.core.random.RandomCluster;
import dev.tierwall.core.random.Trials;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/** What is asked for changes which rows come, never what they say; and folds are rows in another form. */
class WantedFuzzTest {

    @Test
    void rowsFoldsAndCountsAreThoseOfAllRowsCutDown() {
        Trials.fuzz("wanted", 400, random -> {
            Dice dice = new Dice(random);
            Connectivity connectivity = Connectivity.of(PolicyCompiler.compile(new RandomCluster(random).snapshot()));
            for (int i = 0; i < 4; i++) {
                check(connectivity, i == 0 ? Wanted.ALL : wanted(connectivity, dice));
            }
        });
    }

    private static void check(Connectivity connectivity, Wanted wanted) {
        Map<Pair, ConnectionSet> expected = expected(connectivity, wanted);
        Map<Pair, ConnectionSet> rows = new HashMap<>();
        List<Party> parties = connectivity.allParties();
        connectivity.rows(wanted, (source, destination, connections, only) -> {
            assertThat(connections.isEmpty()).isFalse();
            Pair pair = new Pair(parties.get(source), parties.get(destination));
            for (IpFamily family : IpFamily.values()) {
                if (only.isEmpty() || only.get() == family) {
                    assertThat(rows.put(pair.in(family), connections)).isNull();
                }
            }
        });
        assertThat(known(rows, expected)).isEqualTo(expected);
        assertThat(unfolded(connectivity, wanted)).isEqualTo(rows);
        assertThat(connectivity.countRows(wanted)).isBetween((long) pairs(rows, 2), (long) pairs(rows, 1));
    }

    /** One pair of parties, in one family or, as long as it is not said, in both. */
    private record Pair(Party source, Party destination, Optional<IpFamily> family) {
        Pair(Party source, Party destination) {
            this(source, destination, Optional.empty());
        }

        Pair in(IpFamily one) {
            return new Pair(source, destination, Optional.of(one));
        }
    }

    /** All rows that there are, kept or cut by hand. */
    private static Map<Pair, ConnectionSet> expected(Connectivity connectivity, Wanted wanted) {
        Map<Pair, ConnectionSet> expected = new HashMap<>();
        connectivity.rows(row -> {
            boolean kept = wanted.sources().test(row.source())
                    && wanted.destinations().test(row.destination())
                    && (wanted.either().test(row.source()) || wanted.either().test(row.destination()));
            ConnectionSet left =
                    row.connections().intersect(wanted.connections().apply(row.destination()));
            if (kept && !left.isEmpty()) {
                for (IpFamily family : IpFamily.values()) {
                    if (row.only().isEmpty() || row.only().get() == family) {
                        expected.put(new Pair(row.source(), row.destination()).in(family), left);
                    }
                }
            }
        });
        return expected;
    }

    /** Cut to some ports, two families that differed may be the same, which is then said of both at once. */
    private static Map<Pair, ConnectionSet> known(Map<Pair, ConnectionSet> rows, Map<Pair, ConnectionSet> expected) {
        Map<Pair, ConnectionSet> known = new HashMap<>(rows);
        known.keySet().retainAll(expected.keySet());
        rows.forEach((pair, connections) -> {
            if (!expected.containsKey(pair)) {
                Pair other = pair.in(pair.family().orElseThrow() == IpFamily.IPV4 ? IpFamily.IPV6 : IpFamily.IPV4);
                assertThat(expected).containsEntry(other, connections);
            }
        });
        return known;
    }

    private static Map<Pair, ConnectionSet> unfolded(Connectivity connectivity, Wanted wanted) {
        Map<Pair, ConnectionSet> unfolded = new HashMap<>();
        List<Party> parties = connectivity.allParties();
        connectivity.folds(wanted, (sources, destinations, connections, only) -> {
            for (int source : sources.toArray()) {
                for (int destination : destinations.toArray()) {
                    for (IpFamily family : IpFamily.values()) {
                        if (source != destination && (only.isEmpty() || only.get() == family)) {
                            Pair pair = new Pair(parties.get(source), parties.get(destination)).in(family);
                            assertThat(unfolded.put(pair, connections)).isNull();
                        }
                    }
                }
            }
        });
        return unfolded;
    }

    private static int pairs(Map<Pair, ConnectionSet> rows, int rowsOfOneFamily) {
        Set<Pair> pairs = new HashSet<>();
        rows.keySet().forEach(pair -> pairs.add(new Pair(pair.source(), pair.destination())));
        return rowsOfOneFamily == 1 ? pairs.size() : 0;
    }

    private static Wanted wanted(Connectivity connectivity, Dice dice) {
        List<ConnectionSet> cuts = new ArrayList<>(List.of(ConnectionSet.ALL, ConnectionSet.NONE));
        for (Protocol protocol : Protocol.values()) {
            cuts.add(ConnectionSet.of(protocol, PortSet.range(1 + dice.below(100), 101 + dice.below(9000))));
        }
        Map<Party, ConnectionSet> cut = new HashMap<>();
        ConnectionSet same = dice.pick(cuts);
        boolean byParty = dice.oneIn(3);
        connectivity.allParties().forEach(party -> cut.put(party, byParty ? dice.pick(cuts) : same));
        return new Wanted(
                some(connectivity, dice),
                some(connectivity, dice),
                some(connectivity, dice),
                party -> cut.getOrDefault(party, ConnectionSet.NONE));
    }

    private static Predicate<Party> some(Connectivity connectivity, Dice dice) {
        Set<Party> chosen = new HashSet<>();
        boolean all = dice.oneIn(3);
        for (Party party : connectivity.allParties()) {
            if (all || dice.oneIn(2)) {
                chosen.add(party);
            }
        }
        return chosen::contains;
    }
}
