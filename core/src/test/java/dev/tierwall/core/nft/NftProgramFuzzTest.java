package dev.tierwall.core.nft;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tierwall.core.model.Change;
import dev.tierwall.core.model.Snapshot;
import dev.tierwall.core.net.Address;
import dev.tierwall.core.net.Protocol;
import dev.tierwall.core.nft.Walk.Packet;
import dev.tierwall.core.policy.CompiledPolicy;
import dev.tierwall.core.policy.PolicyCompiler;
import dev.tierwall.core.random.ClusterText;
import dev.tierwall.core.random.Dice;
import dev.tierwall.core.random.Pools;
import dev.tierwall.core.random.RandomCluster;
import dev.tierwall.core.random.Shrinker;
import dev.tierwall.core.random.Trials;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Programs enforce what the engine says, always, and nothing that is denied passes while one follows another. */
class NftProgramFuzzTest {

    private static final List<String> NODES = List.of("n1", "n2", "n3");
    private static final int MOST_STEPS = 12;

    private long packets;
    private long steps;

    @Test
    void theProgramsOfAllNodesTogetherAreTheEnginesVerdict() {
        Trials.fuzz("programs", 250, random -> {
            Dice dice = new Dice(random);
            Snapshot snapshot = new RandomCluster(random).snapshot();
            List<Integer> ports = List.of(dice.pick(Pools.PORT_PLACES), dice.pick(Pools.PORT_PLACES));
            if (complaint(snapshot, ports).isPresent()) {
                Snapshot small =
                        Shrinker.shrink(snapshot, some -> complaint(some, ports).isPresent());
                throw new AssertionError(complaint(small, ports).orElseThrow() + "\n---\n" + ClusterText.of(small));
            }
        });
        System.out.println("fuzz: programs: " + packets + " packets");
        assertThat(packets).isPositive();
    }

    private Optional<String> complaint(Snapshot facts, List<Integer> ports) {
        try {
            CompiledPolicy policy = PolicyCompiler.compile(Network.placed(facts, "n1"));
            Map<String, Loaded> programs = new HashMap<>();
            for (String node : NODES) {
                List<NftProgram> steps = follow(NftProgram.EMPTY, policy, node);
                programs.put(node, new Loaded(steps.getLast()));
            }
            return complaint(new Network(policy, programs), ports);
        } catch (RuntimeException failure) {
            return Optional.of("throws " + failure);
        }
    }

    private Optional<String> complaint(Network network, List<Integer> ports) {
        for (Packet packet : packets(network.policy().snapshot(), ports)) {
            packets++;
            boolean passes = network.passes(packet);
            boolean closed = !passes && network.isContested(packet.source());
            if (network.isClear(packet) && !closed && passes != network.allowed(packet)) {
                return Optional.of(packet + " should pass: " + network.allowed(packet));
            }
        }
        return Optional.empty();
    }

    /** Every pair of addresses that means something, on some ports and without ports. */
    private static List<Packet> packets(Snapshot snapshot, List<Integer> ports) {
        TreeSet<Address> addresses = new TreeSet<>(Pools.PLACES);
        snapshot.pods().values().forEach(pod -> addresses.addAll(pod.addresses()));
        TreeSet<Address> known = new TreeSet<>();
        snapshot.pods().values().forEach(pod -> known.addAll(pod.addresses()));
        List<Packet> packets = new ArrayList<>();
        for (Address source : addresses) {
            for (Address destination : addresses) {
                boolean meets = source.family() == destination.family();
                if (meets && (known.contains(source) || known.contains(destination))) {
                    packets.add(new Packet(source, destination, Optional.empty(), 0));
                    for (Protocol protocol : Protocol.values()) {
                        ports.forEach(
                                port -> packets.add(new Packet(source, destination, Optional.of(protocol), port)));
                    }
                }
            }
        }
        return packets;
    }

    @Test
    void nothingPassesBetweenProgramsThatIsDeniedBeforeAndAfter() {
        Trials.fuzz("steps between programs", 100, random -> {
            Dice dice = new Dice(random);
            RandomCluster cluster = new RandomCluster(random);
            Snapshot snapshot = Network.placed(cluster.snapshot(), "n1");
            CompiledPolicy policy = PolicyCompiler.compile(snapshot);
            NftProgram program = follow(NftProgram.EMPTY, policy, "n1").getLast();
            for (int i = 0; i < 4; i++) {
                List<Change> changes = cluster.changes(snapshot, 1 + dice.below(8));
                snapshot = Network.placed(snapshot.with(changes), "n1");
                policy = PolicyCompiler.compile(snapshot);
                List<Packet> packets = packets(snapshot, List.of(dice.pick(Pools.PORT_PLACES)));
                Loaded before = new Loaded(program);
                List<NftProgram> way = follow(program, policy, "n1");
                Loaded start = before;
                Loaded end = new Loaded(way.getLast());
                way.forEach(step -> noDetour(start, new Loaded(step), end, packets));
                for (NftProgram next : way) {
                    Loaded after = new Loaded(next);
                    noGap(before, after, packets, dice);
                    assertThat(applied(program, NftDelta.between(program, next)))
                            .isEqualTo(contents(next));
                    before = after;
                    program = next;
                }
                assertThat(complaint(only("n1", policy, before), List.of(80))).isEmpty();
            }
        });
        System.out.println("fuzz: steps between programs: " + steps + " steps");
        assertThat(steps).isPositive();
    }

    private static Network only(String node, CompiledPolicy policy, Loaded program) {
        Map<String, Loaded> programs = new HashMap<>();
        for (String other : NODES) {
            programs.put(
                    other,
                    other.equals(node)
                            ? program
                            : new Loaded(follow(NftProgram.EMPTY, policy, other).getLast()));
        }
        return new Network(policy, programs);
    }

    /** A step on the way allows nothing that is denied at both ends of it. */
    private static void noDetour(Loaded start, Loaded step, Loaded end, List<Packet> packets) {
        for (Packet packet : packets) {
            if (Walk.passes(step, packet) && !Walk.passes(start, packet) && !Walk.passes(end, packet)) {
                throw new AssertionError(packet + " passes on the way");
            }
        }
    }

    private void noGap(Loaded before, Loaded after, List<Packet> packets, Dice dice) {
        steps++;
        for (Packet packet : packets) {
            boolean may = Walk.passes(before, packet) || Walk.passes(after, packet);
            if (may || dice.oneIn(2)) {
                continue;
            }
            for (int lookups = 1; lookups < Walk.LONGEST; lookups++) {
                Walk.Moment moment = new Walk.Moment(lookups, dice.below(1 << Walk.MOST_INTERVALS));
                if (Walk.passes(before, after, moment, packet)) {
                    throw new AssertionError(packet + " passes between: " + moment);
                }
            }
        }
    }

    /** All steps that lead to the program of a policy; at least one is there, even if nothing changes. */
    private static List<NftProgram> follow(NftProgram from, CompiledPolicy policy, String node) {
        List<NftProgram> steps = new ArrayList<>();
        NftProgram last = from;
        do {
            last = NftProgram.next(last, policy, node);
            steps.add(last);
            assertThat(steps).hasSizeLessThan(MOST_STEPS);
        } while (!last.isSettled());
        assertThat(NftProgram.next(last, policy, node)).isSameAs(last);
        return steps;
    }

    private static Map<NftSet, Map<ElementKey, Integer>> contents(NftProgram program) {
        Map<NftSet, Map<ElementKey, Integer>> contents = new HashMap<>();
        for (NftSet set : NftSet.values()) {
            contents.put(set, program.elements(set));
        }
        return contents;
    }

    private static Map<NftSet, Map<ElementKey, Integer>> applied(NftProgram program, NftDelta delta) {
        Map<NftSet, Map<ElementKey, Integer>> contents = new HashMap<>();
        for (NftSet set : NftSet.values()) {
            Map<ElementKey, Integer> elements = new HashMap<>(program.elements(set));
            delta.removed(set)
                    .forEach((key, value) -> assertThat(elements.remove(key)).isEqualTo(value));
            delta.added(set)
                    .forEach(
                            (key, value) -> assertThat(elements.put(key, value)).isNull());
            contents.put(set, elements);
        }
        return contents;
    }
}
