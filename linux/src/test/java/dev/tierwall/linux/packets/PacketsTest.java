package dev.tierwall.linux.packets;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tierwall.core.net.Address;
import dev.tierwall.core.net.Protocol;
import dev.tierwall.core.random.Dice;
import dev.tierwall.core.random.Pools;
import dev.tierwall.core.random.RandomCluster;
import dev.tierwall.core.random.Trials;
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

    @Test
    void theKernelIsTheEngineOnRandomClusters() throws IOException {
        long[] asked = new long[2];
        try (Topology topology = Topology.ofSixPods();
                Prober prober = new Prober(topology.parties(), Pools.PORT_PLACES)) {
            List<Enforcing> nodes = Enforcing.all(topology);
            Services.forward(topology);
            Trials.fuzz("packets", CLUSTERS, random -> {
                Dice dice = new Dice(random);
                WiredCluster cluster = new WiredCluster(new RandomCluster(random).snapshot(), topology);
                List<Integer> ports = List.of(dice.pick(Pools.PORT_PLACES), dice.pick(Pools.PORT_PLACES));
                List<Probe> probes = probes(topology, new HashSet<>(ports));
                try {
                    for (Enforcing node : nodes) {
                        node.enforce(cluster.policy());
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

    /** Every address to every address of another party, and every pod's Service, also its own. */
    private static List<Probe> probes(Topology topology, Set<Integer> ports) {
        List<Probe> probes = new ArrayList<>();
        for (Party from : topology.parties()) {
            for (Party to : topology.parties()) {
                List<Address> goals = new ArrayList<>(from == to ? List.of() : to.addresses());
                if (!topology.nodes().contains(from)) {
                    goals.addAll(Services.of(topology, to));
                }
                for (Address source : from.addresses()) {
                    for (Address destination : goals) {
                        if (source.family() == destination.family()) {
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

    @Test
    void echoRequestsAndSctpArriveWhereTheEngineSaysSo() throws IOException {
        long[] asked = new long[2];
        try (Topology topology = Topology.ofSixPods();
                RawProber prober = new RawProber(topology.parties())) {
            List<Enforcing> nodes = Enforcing.all(topology);
            Trials.fuzz("raw packets", CLUSTERS, random -> {
                Dice dice = new Dice(random);
                WiredCluster cluster = new WiredCluster(new RandomCluster(random).snapshot(), topology);
                List<RawProber.Question> questions = questions(topology, dice.pick(Pools.PORT_PLACES));
                try {
                    for (Enforcing node : nodes) {
                        node.enforce(cluster.policy());
                    }
                    Set<RawProber.Question> arrived = prober.arrived(questions);
                    for (RawProber.Question question : questions) {
                        assertThat(arrived.contains(question))
                                .as(question.toString())
                                .isEqualTo(cluster.isAllowed(question));
                    }
                    asked[0] += questions.size();
                    asked[1] += arrived.size();
                } catch (IOException failure) {
                    throw new UncheckedIOException(failure);
                }
            });
        }
        System.out.println("raw packets: " + asked[0] + " sent, " + asked[1] + " arrived");
        assertThat(asked[1]).isBetween(asked[0] / 20, asked[0] * 19 / 20);
    }

    private static List<RawProber.Question> questions(Topology topology, int port) {
        List<RawProber.Question> questions = new ArrayList<>();
        for (Party from : topology.parties()) {
            for (Party to : topology.parties()) {
                for (Address source : from.addresses()) {
                    for (Address destination : to.addresses()) {
                        if (from != to && source.family() == destination.family()) {
                            questions.add(new RawProber.Question(from, source, to, destination, 0));
                            questions.add(new RawProber.Question(from, source, to, destination, port));
                        }
                    }
                }
            }
        }
        return questions;
    }
}
