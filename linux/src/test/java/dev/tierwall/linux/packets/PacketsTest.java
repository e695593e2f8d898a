package dev.tierwall.linux.packets;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tierwall.core.net.Address;
import dev.tierwall.core.net.Protocol;
import dev.tierwall.core.nft.NftDelta;
import dev.tierwall.core.nft.NftProgram;
import dev.tierwall.core.random.Dice;
import dev.tierwall.core.random.Pools;
import dev.tierwall.core.random.RandomCluster;
import dev.tierwall.core.random.Trials;
import dev.tierwall.linux.nft.KernelTable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Real packets between real network stacks get through where the engine says so, and nowhere else. */
class PacketsTest {

    private static final int CLUSTERS = 200;

    /** A node with the program that it is under. */
    private static final class Enforcing {
        final String name;
        final KernelTable table;
        NftProgram program = NftProgram.EMPTY;

        Enforcing(Party node) throws IOException {
            name = node.name();
            table = node.namespace().call(() -> {
                KernelTable opened = KernelTable.open();
                opened.load(NftProgram.EMPTY);
                return opened;
            });
        }

        void enforce(WiredCluster cluster) throws IOException {
            do {
                NftProgram next = NftProgram.next(program, cluster.policy(), name);
                table.apply(NftDelta.between(program, next));
                program = next;
            } while (!program.isSettled());
        }
    }

    @Test
    void theKernelIsTheEngineOnRandomClusters() throws IOException {
        long[] asked = new long[2];
        try (Topology topology = new Topology();
                Prober prober = new Prober(topology.parties(), Pools.PORT_PLACES)) {
            List<Enforcing> nodes = new ArrayList<>();
            for (Party node : topology.nodes()) {
                nodes.add(new Enforcing(node));
            }
            Trials.fuzz("packets", CLUSTERS, random -> {
                Dice dice = new Dice(random);
                WiredCluster cluster = new WiredCluster(new RandomCluster(random).snapshot(), topology);
                List<Integer> ports = List.of(dice.pick(Pools.PORT_PLACES), dice.pick(Pools.PORT_PLACES));
                List<Probe> probes = probes(topology, new HashSet<>(ports));
                try {
                    for (Enforcing node : nodes) {
                        node.enforce(cluster);
                    }
                    Set<Probe> arrived = prober.arrived(probes, cluster::isAllowed);
                    for (Probe probe : probes) {
                        assertThat(arrived.contains(probe)).as(probe.toString()).isEqualTo(cluster.isAllowed(probe));
                    }
                    asked[0] += probes.size();
                    asked[1] += arrived.size();
                } catch (IOException failure) {
                    throw new UncheckedIOException(failure);
                }
            });
        }
        System.out.println("packets: " + asked[0] + " probes, " + asked[1] + " arrived");
        assertThat(asked[1]).isBetween(asked[0] / 20, asked[0] * 19 / 20);
    }

    /** Every address to every address of another party, by TCP and UDP. */
    private static List<Probe> probes(Topology topology, Set<Integer> ports) {
        List<Probe> probes = new ArrayList<>();
        for (Party from : topology.parties()) {
            for (Party to : topology.parties()) {
                for (Address source : from.addresses()) {
                    for (Address destination : to.addresses()) {
                        if (from != to && source.family() == destination.family()) {
                            for (int port : ports) {
                                probes.add(new Probe(from, source, to, destination, Protocol.TCP, port));
                                probes.add(new Probe(from, source, to, destination, Protocol.UDP, port));
                            }
                        }
                    }
                }
            }
        }
        return probes;
    }
}
