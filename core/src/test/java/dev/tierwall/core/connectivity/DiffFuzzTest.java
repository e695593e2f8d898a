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
import dev.tierwall.core.random.Replay;
import dev.tierwall.core.random.Trials;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** What differs between two clusters is what the oracle says differently of some pair. */
class DiffFuzzTest {

    private long asked;

    @Test
    void everyDifferenceIsWhatTheOracleSaysOfItsPair() {
        Trials.fuzz("diff", 60, random -> {
            Dice dice = new Dice(random);
            RandomCluster cluster = new RandomCluster(random);
            Snapshot start = cluster.snapshot();
            Replay replay = Replay.squashed(start, cluster.changes(start, dice.below(7)));
            List<Integer> ports = List.of(dice.pick(Pools.PORT_PLACES), dice.pick(Pools.PORT_PLACES));
            if (complaint(replay, ports).isPresent()) {
                Replay small = replay.shrunk(some -> complaint(some, ports).isPresent());
                throw new AssertionError(complaint(small, ports).orElseThrow() + "\n---\n" + small + "=== at last\n"
                        + ClusterText.of(small.end()));
            }
        });
        System.out.println("fuzz: diff: " + asked + " questions");
    }

    private Optional<String> complaint(Replay replay, List<Integer> ports) {
        try {
            Comparison comparison =
                    new Comparison(Side.of(replay.start(), ports), Side.of(replay.end(), ports), new ArrayList<>());
            Diff.between(comparison.before.connectivity, comparison.after.connectivity, comparison.found::add);
            Optional<String> wrong = comparison.complaint();
            asked += comparison.before.pairs.asked() + comparison.after.pairs.asked();
            return wrong;
        } catch (RuntimeException failure) {
            return Optional.of("throws " + failure);
        }
    }

    private record Side(Pairs pairs, Connectivity connectivity, Set<IpFamily> families) {

        static Side of(Snapshot snapshot, List<Integer> ports) {
            return new Side(
                    new Pairs(snapshot, ports),
                    Connectivity.of(PolicyCompiler.compile(snapshot)),
                    Families.of(snapshot));
        }

        /** A family that the cluster does not use has no connections. */
        List<String> allowed(Asked source, Asked destination, IpFamily family) {
            return families.contains(family)
                    ? pairs.allowed(source.members(pairs), destination.members(pairs), family)
                    : List.of();
        }
    }

    /** A workload, or one outside address. */
    private sealed interface Asked {

        record Workload(ObjectKey key) implements Asked {}

        record Outside(Address address) implements Asked {}

        default List<dev.tierwall.core.oracle.Party> members(Pairs pairs) {
            return switch (this) {
                case Workload(ObjectKey key) -> pairs.podsOf(key);
                case Outside(Address address) -> List.of(new dev.tierwall.core.oracle.Party.Outside(address));
            };
        }

        default boolean isIn(Party party) {
            return switch (party) {
                case Party.OfWorkload(ObjectKey key) -> this.equals(new Workload(key));
                case Party.OfAddresses(AddressSet addresses) ->
                    this instanceof Outside(Address address) && addresses.contains(address);
            };
        }
    }

    private record Comparison(Side before, Side after, List<Diff.Difference> found) {

        Optional<String> complaint() {
            for (IpFamily family : EnumSet.allOf(IpFamily.class)) {
                List<Asked> parties = parties(family);
                for (Asked source : parties) {
                    for (Asked destination : parties) {
                        boolean outsideOnly = source instanceof Asked.Outside && destination instanceof Asked.Outside;
                        if (!outsideOnly && !source.equals(destination)) {
                            Optional<String> wrong = complaint(source, destination, family);
                            if (wrong.isPresent()) {
                                return wrong;
                            }
                        }
                    }
                }
            }
            return Optional.empty();
        }

        /** All workloads of both sides, and the addresses that are outside on both. */
        private List<Asked> parties(IpFamily family) {
            Set<ObjectKey> keys = new TreeSet<>(before.pairs.workloads());
            keys.addAll(after.pairs.workloads());
            List<Asked> parties = new ArrayList<>();
            keys.forEach(key -> parties.add(new Asked.Workload(key)));
            List<Address> stillOutside = after.pairs.outside(family);
            before.pairs.outside(family).stream()
                    .filter(stillOutside::contains)
                    .forEach(address -> parties.add(new Asked.Outside(address)));
            return parties;
        }

        private Optional<String> complaint(Asked source, Asked destination, IpFamily family) {
            List<String> was = before.allowed(source, destination, family);
            List<String> is = after.allowed(source, destination, family);
            List<Diff.Difference> reported = found.stream()
                    .filter(difference -> difference.family() == family
                            && source.isIn(difference.source())
                            && destination.isIn(difference.destination()))
                    .toList();
            if (reported.size() > 1) {
                return Optional.of("reported twice: " + reported);
            }
            if (reported.isEmpty()) {
                return was.equals(is) ? Optional.empty() : wrong(source, destination, "nothing", was, is);
            }
            ConnectionSet old = reported.get(0).before();
            ConnectionSet now = reported.get(0).after();
            boolean right = before.pairs.members(old).equals(was)
                    && after.pairs.members(now).equals(is)
                    && !old.equals(now);
            return right
                    ? Optional.empty()
                    : wrong(source, destination, reported.get(0).toString(), was, is);
        }

        private static Optional<String> wrong(
                Asked source, Asked destination, String reported, List<String> was, List<String> is) {
            return Optional.of(source + " to " + destination + ": reported is " + reported + ", the oracle says first "
                    + was + ", then " + is);
        }
    }
}
