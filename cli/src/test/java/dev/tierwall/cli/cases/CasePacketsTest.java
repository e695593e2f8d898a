package dev.tierwall.cli.cases;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tierwall.core.model.Node;
import dev.tierwall.core.model.Pod;
import dev.tierwall.core.model.Snapshot;
import dev.tierwall.core.net.Address;
import dev.tierwall.core.net.Protocol;
import dev.tierwall.core.policy.CompiledPolicy;
import dev.tierwall.core.policy.PolicyCompiler;
import dev.tierwall.core.verdict.End;
import dev.tierwall.core.verdict.Flow;
import dev.tierwall.core.verdict.Verdicts;
import dev.tierwall.linux.packets.Enforcing;
import dev.tierwall.linux.packets.Party;
import dev.tierwall.linux.packets.Probe;
import dev.tierwall.linux.packets.Prober;
import dev.tierwall.linux.packets.Topology;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Real packets in every case: those get through that the engine allows, and no others. */
class CasePacketsTest {

    private static final List<Address> OUTSIDE = Stream.of("203.0.113.9", "8.8.8.8", "2001:db8::9")
            .map(text -> Address.parse(text).orElseThrow())
            .toList();
    private static final Pattern ADDRESS =
            Pattern.compile("\\b\\d{1,3}\\.\\d{1,3}\\.\\d{1,3}\\.\\d{1,3}\\b|\\b[0-9a-f]+:[0-9a-f:]*:[0-9a-f]*\\b");
    private static final int MOST_PORTS = 6;

    private static long asked;
    private static long passed;

    static Stream<Case> all() throws IOException {
        return Case.all().stream();
    }

    @ParameterizedTest
    @MethodSource("all")
    void theKernelIsTheEngine(Case it) throws IOException {
        OnNodes cluster = OnNodes.of(it.snapshot());
        CompiledPolicy policy = PolicyCompiler.compile(cluster.snapshot());
        List<Integer> ports = List.copyOf(ports(it, cluster.snapshot()));
        try (Topology topology = topology(cluster, outside(it, cluster.snapshot()));
                Prober prober = new Prober(topology.parties(), ports)) {
            for (Enforcing node : Enforcing.all(topology)) {
                node.enforce(policy);
            }
            List<Probe> probes = probes(topology, ports);
            Set<Probe> arrived = prober.arrived(probes, probe -> isAllowed(policy, probe));
            for (Probe probe : probes) {
                assertThat(arrived.contains(probe)).as(probe.toString()).isEqualTo(isAllowed(policy, probe));
            }
            asked += probes.size();
            passed += arrived.size();
        }
    }

    @AfterAll
    static void tell() {
        System.out.println("packets of cases: " + asked + " probes, " + passed + " arrived");
    }

    private static Topology topology(OnNodes cluster, List<Address> outside) throws IOException {
        List<String> names = cluster.nodes();
        List<Topology.Place> nodes = new ArrayList<>();
        for (String name : names) {
            Node node = cluster.snapshot().nodes().get(name).orElseThrow();
            nodes.add(new Topology.Place(name, node.addresses(), 0));
        }
        List<Topology.Place> pods = new ArrayList<>();
        Set<Address> taken = new HashSet<>();
        for (Pod pod : sorted(cluster.snapshot())) {
            if (pod.isEndpoint() && !pod.hostNetwork() && taken.addAll(pod.addresses())) {
                pods.add(new Topology.Place(
                        pod.key().namespace() + "/" + pod.key().name(),
                        pod.addresses(),
                        names.indexOf(pod.node().orElseThrow())));
            }
        }
        return new Topology(nodes, pods, outside);
    }

    private static List<Pod> sorted(Snapshot snapshot) {
        List<Pod> pods = new ArrayList<>();
        snapshot.pods().values().forEach(pods::add);
        pods.sort(Comparator.comparing(Pod::key));
        return pods;
    }

    /** Addresses of nobody that the flows of a case speak of, and some others. */
    private static List<Address> outside(Case it, Snapshot snapshot) {
        Set<Address> found = new TreeSet<>(OUTSIDE);
        for (Case.Expected flow : it.flows()) {
            for (String text : List.of(flow.from(), flow.to())) {
                ADDRESS.matcher(text)
                        .results()
                        .map(MatchResult::group)
                        .forEach(word -> Address.parse(word).ifPresent(found::add));
            }
        }
        for (Pod pod : snapshot.pods().values()) {
            if (pod.isEndpoint()) {
                found.removeAll(pod.addresses());
            }
        }
        for (Node node : snapshot.nodes().values()) {
            found.removeAll(node.addresses());
        }
        return List.copyOf(found);
    }

    private static TreeSet<Integer> ports(Case it, Snapshot snapshot) {
        TreeSet<Integer> ports = new TreeSet<>();
        for (Case.Expected flow : it.flows()) {
            String number = flow.port().replaceAll("\\D.*", "");
            if (!number.isEmpty()) {
                ports.add(Integer.parseInt(number));
            }
        }
        for (Pod pod : snapshot.pods().values()) {
            pod.ports().forEach(port -> ports.add(port.number()));
        }
        ports.add(4711);
        while (ports.size() > MOST_PORTS) {
            ports.pollFirst();
        }
        return ports;
    }

    private static List<Probe> probes(Topology topology, List<Integer> ports) {
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

    /** An address that several have may do what all of them may. */
    private static boolean isAllowed(CompiledPolicy policy, Probe probe) {
        for (End source : ends(policy, probe.source())) {
            for (End destination : ends(policy, probe.destination())) {
                Flow flow =
                        new Flow(source, destination, probe.source().family(), probe.protocol(), probe.port(), false);
                if (!Verdicts.isAllowed(policy, flow)) {
                    return false;
                }
            }
        }
        return true;
    }

    private static List<End> ends(CompiledPolicy policy, Address address) {
        List<End> ends = new ArrayList<>();
        policy.ownersOf(address).forEach(pod -> ends.add(new End.OfPod(pod)));
        return ends.isEmpty() ? List.of(new End.OfAddress(address)) : ends;
    }
}
