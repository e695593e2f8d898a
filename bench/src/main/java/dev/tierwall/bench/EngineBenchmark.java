package dev.tierwall.bench;

import dev.tierwall.core.collect.Bits;
import dev.tierwall.core.connectivity.Connectivity;
import dev.tierwall.core.connectivity.Rectangle;
import dev.tierwall.core.connectivity.Relation;
import dev.tierwall.core.connectivity.Wanted;
import dev.tierwall.core.model.Change;
import dev.tierwall.core.model.ClusterObject;
import dev.tierwall.core.model.Pod;
import dev.tierwall.core.model.Policy;
import dev.tierwall.core.model.Snapshot;
import dev.tierwall.core.net.ConnectionSet;
import dev.tierwall.core.net.IpFamily;
import dev.tierwall.core.net.Protocol;
import dev.tierwall.core.policy.CompiledPolicy;
import dev.tierwall.core.policy.EndpointClass;
import dev.tierwall.core.policy.PeerSet;
import dev.tierwall.core.policy.PolicyCompiler;
import dev.tierwall.core.verdict.End;
import dev.tierwall.core.verdict.Explainer;
import dev.tierwall.core.verdict.Explanation;
import dev.tierwall.core.verdict.Flow;
import dev.tierwall.core.verdict.Verdicts;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** The engine by the size of the cluster: workloads / policies / pods of each workload (0: templates alone). */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class EngineBenchmark {
    @Param({"500/300/1", "1000/1000/1", "10000/5000/1", "10000/10000/10"})
    private String size = "500/300/1";

    private Snapshot snapshot = Snapshot.EMPTY;
    private CompiledPolicy compiled = CompiledPolicy.NOTHING;
    private Optional<Relation> relation = Optional.empty();
    private final List<Flow> flows = new ArrayList<>();
    private final List<Change> podChanges = new ArrayList<>();
    private final List<Change> policyChanges = new ArrayList<>();
    private PeerSet outsiders = PeerSet.EMPTY;
    private PeerSet insiders = PeerSet.EMPTY;
    private int next;

    @Setup
    public void create() {
        String[] parts = size.split("/", -1);
        ClusterSize cluster =
                new ClusterSize(Integer.parseInt(parts[0]), Integer.parseInt(parts[1]), Integer.parseInt(parts[2]));
        List<ClusterObject> objects = new ClusterGenerator(cluster, Generate.SEED).objects();
        snapshot = Snapshot.of(objects);
        compiled = PolicyCompiler.compile(snapshot);
        relation = Optional.of(new Relation(compiled, IpFamily.IPV4));
        List<Pod> pods = new ArrayList<>();
        snapshot.pods().values().forEach(pods::add);
        SplittableRandom dice = new SplittableRandom(1);
        for (int i = 0; i < 1000; i++) {
            flows.add(new Flow(
                    new End.OfPod(pods.get(dice.nextInt(pods.size()))),
                    new End.OfPod(pods.get(dice.nextInt(pods.size()))),
                    IpFamily.IPV4,
                    Protocol.TCP,
                    8080,
                    false));
            Pod pod = pods.get(dice.nextInt(pods.size()));
            podChanges.add(new Change.Put(moved(pod, i)));
            podChanges.add(new Change.Put(pod));
        }
        List<Policy> policies = new ArrayList<>();
        snapshot.policies().values().forEach(policies::add);
        for (int i = 0; i < 100; i++) {
            Policy policy = policies.get(dice.nextInt(policies.size()));
            policyChanges.add(new Change.Delete(policy.key()));
            policyChanges.add(new Change.Put(policy));
        }
        divide(pods.get(0).key().namespace());
    }

    /** The pod on another node: most changes of pods do not concern policies. */
    private static Pod moved(Pod pod, int node) {
        return new Pod(
                pod.key(),
                pod.labels(),
                pod.addresses(),
                pod.ports(),
                pod.hostNetwork(),
                pod.state(),
                Optional.of("moved-" + node),
                pod.workload(),
                pod.location());
    }

    /** All endpoints outside a namespace, and those inside it. */
    private void divide(String namespace) {
        Bits inside = Bits.EMPTY;
        for (int id : compiled.liveClasses().toArray()) {
            EndpointClass endpoints = compiled.endpointClass(id);
            inside = endpoints.key().namespace().equals(namespace) ? inside.with(id) : inside;
        }
        insiders = new PeerSet(inside, Bits.EMPTY);
        outsiders = new PeerSet(compiled.universe(IpFamily.IPV4).endpoints().minus(inside), Bits.EMPTY);
    }

    @Benchmark
    public CompiledPolicy compile() {
        return PolicyCompiler.compile(snapshot);
    }

    /** A pod that changes and changes back, half of it each time. */
    @Benchmark
    public CompiledPolicy recompilePod() {
        compiled = PolicyCompiler.recompile(compiled, List.of(podChanges.get(next++ % podChanges.size())));
        return compiled;
    }

    /** A policy that goes and comes back, half of it each time. */
    @Benchmark
    public CompiledPolicy recompilePolicy() {
        compiled = PolicyCompiler.recompile(compiled, List.of(policyChanges.get(next++ % policyChanges.size())));
        return compiled;
    }

    @Benchmark
    public boolean verdict() {
        return Verdicts.isAllowed(compiled, flows.get(next++ % flows.size()));
    }

    @Benchmark
    public Explanation explanation() {
        return Explainer.explain(compiled, flows.get(next++ % flows.size()));
    }

    /** From nothing but the compiled model: does any pod outside the namespace reach one inside, on any port? */
    @Benchmark
    public Optional<Rectangle> universalQuestionCold() {
        return new Relation(compiled, IpFamily.IPV4).find(outsiders, insiders, ConnectionSet.ALL);
    }

    /** The same question when others were asked before. */
    @Benchmark
    public Optional<Rectangle> universalQuestion() {
        return relation.flatMap(known -> known.find(outsiders, insiders, ConnectionSet.ALL));
    }

    @Benchmark
    public long connectivity() {
        return Connectivity.of(compiled).countRows(Wanted.ALL);
    }
}
