package dev.tierwall.linux.packets;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tierwall.core.model.Snapshot;
import dev.tierwall.core.net.Address;
import dev.tierwall.core.net.Protocol;
import dev.tierwall.core.nft.NftDelta;
import dev.tierwall.core.nft.NftProgram;
import dev.tierwall.core.policy.CompiledPolicy;
import dev.tierwall.core.random.Dice;
import dev.tierwall.core.random.RandomCluster;
import dev.tierwall.core.random.Trials;
import dev.tierwall.linux.nft.KernelTable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Nothing passes while programs replace each other: datagrams that both of two programs deny are sent without a pause
 * while the node goes from one to the other and back, as fast as it can.
 */
class LeakTest {

    /** Enough for every build; {@code -Dtierwall.leak.pairs=N} for more. */
    private static final int PAIRS = Integer.getInteger("tierwall.leak.pairs", 24);

    private static final long MILLIS = Long.getLong("tierwall.leak.millis", 300);
    /** To see what the order of steps is for: goes to each program in one transaction, and leaks. */
    private static final boolean AT_ONCE = Boolean.getBoolean("tierwall.leak.at-once");

    private static final int PORT = 80;
    private static final int FLOWS = 64;

    private static final String NODE = "n1";

    private NftProgram last = NftProgram.EMPTY;
    private long sent;
    private int transactions;

    @Test
    @Timeout(600)
    void nothingDeniedPassesWhileProgramsReplaceEachOther() throws IOException {
        int[] flooded = {0};
        try (Topology topology = Topology.ofSixPods();
                KernelTable table = open(topology)) {
            List<Party> parties = new ArrayList<>(topology.pods().subList(0, 4));
            parties.add(topology.parties().getLast());
            Trials.fuzz("pairs of programs under a flood", PAIRS, random -> {
                Dice dice = new Dice(random);
                RandomCluster cluster = new RandomCluster(random);
                Snapshot one = cluster.snapshot();
                Snapshot other = dice.oneIn(2) ? cluster.snapshot() : one.with(cluster.changes(one, 1 + dice.below(8)));
                WiredCluster before = new WiredCluster(one, topology);
                WiredCluster after = new WiredCluster(other, topology);
                List<Probe> denied = new ArrayList<>(probes(parties).stream()
                        .filter(probe -> !before.isAllowed(probe) && !after.isAllowed(probe))
                        .toList());
                Collections.shuffle(denied, random);
                if (!denied.isEmpty()) {
                    flooded[0]++;
                    flood(table, denied.subList(0, Math.min(FLOWS, denied.size())), before, after);
                }
            });
        }
        System.out.println("leaks: " + flooded[0] + " pairs of programs, " + transactions + " transactions, " + sent
                + " datagrams, none passed");
        assertThat(sent).isPositive();
    }

    private static KernelTable open(Topology topology) throws IOException {
        return topology.nodes().getFirst().namespace().call(() -> {
            KernelTable opened = KernelTable.open();
            opened.load(NftProgram.EMPTY);
            return opened;
        });
    }

    private void flood(KernelTable table, List<Probe> denied, WiredCluster before, WiredCluster after) {
        try {
            NftProgram program = follow(table, last, before.policy());
            try (Flood flood = new Flood(denied)) {
                long end = System.nanoTime() + MILLIS * 1_000_000;
                while (System.nanoTime() < end) {
                    program = follow(table, program, after.policy());
                    program = follow(table, program, before.policy());
                }
                sent += flood.stop();
                last = program;
                assertThat(flood.passed())
                        .as("denied by both programs, but passed")
                        .isEmpty();
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private NftProgram follow(KernelTable table, NftProgram from, CompiledPolicy policy) throws IOException {
        NftProgram last = from;
        List<NftProgram> steps = NftProgram.steps(from, policy, NODE);
        for (NftProgram step : AT_ONCE ? List.of(steps.getLast()) : steps) {
            table.apply(NftDelta.between(last, step));
            last = step;
            transactions++;
        }
        return last;
    }

    /** Every address to every address of another party. */
    private static List<Probe> probes(List<Party> parties) {
        List<Probe> probes = new ArrayList<>();
        for (Party from : parties) {
            for (Party to : parties) {
                for (Address source : from.addresses()) {
                    for (Address destination : to.addresses()) {
                        if (from != to && source.family() == destination.family()) {
                            probes.add(new Probe(from, source, to, destination, Protocol.UDP, PORT));
                        }
                    }
                }
            }
        }
        return probes;
    }
}
