package dev.tierwall.bench;

import dev.tierwall.core.collect.Bits;
import dev.tierwall.core.collect.Ints;
import dev.tierwall.core.connectivity.Rectangle;
import dev.tierwall.core.connectivity.Relation;
import dev.tierwall.core.model.Direction;
import dev.tierwall.core.model.Snapshot;
import dev.tierwall.core.net.ConnectionSet;
import dev.tierwall.core.net.IpFamily;
import dev.tierwall.core.net.PortSet;
import dev.tierwall.core.net.Protocol;
import dev.tierwall.core.policy.CompiledPolicy;
import dev.tierwall.core.policy.PeerSet;
import dev.tierwall.core.policy.PolicyCompiler;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** A question about all pods, the first that is asked of a model of 100,000 pods and 10,000 policies. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 3)
@Measurement(iterations = 15)
@Fork(1)
public class FirstQuestionBenchmark {

    /** Who is asked about: the pods of one namespace, of a hundredth of them, or all that some policy isolates. */
    @Param({"namespace", "hundredth", "isolated"})
    private String about = "";

    /** Any connection, or one that hardly anybody accepts, so that the search must look everywhere. */
    @Param({"any", "rare"})
    private String wanted = "";

    private Snapshot snapshot = Snapshot.EMPTY;
    private PeerSet from = PeerSet.EMPTY;
    private PeerSet to = PeerSet.EMPTY;
    private CompiledPolicy fresh = CompiledPolicy.NOTHING;

    @Setup(Level.Trial)
    public void create() {
        snapshot = Snapshot.of(new ClusterGenerator(new ClusterSize(10_000, 10_000, 10), Generate.SEED).objects());
        CompiledPolicy compiled = PolicyCompiler.compile(snapshot);
        Ints inside = new Ints();
        String namespace = snapshot.pods().values().iterator().next().key().namespace();
        compiled.liveClasses().forEach(id -> {
            if (isAsked(compiled, id, namespace)) {
                inside.add(id);
            }
        });
        to = new PeerSet(inside.toBits(), Bits.EMPTY);
        from = compiled.universe(IpFamily.IPV4).minus(to);
    }

    private boolean isAsked(CompiledPolicy compiled, int id, String namespace) {
        return switch (about) {
            case "namespace" -> compiled.endpointClass(id).key().namespace().equals(namespace);
            case "hundredth" -> id % 100 == 0;
            default ->
                compiled.blocks(id, Direction.INGRESS, IpFamily.IPV4).stream()
                        .anyMatch(block -> block.allowed().isEmpty());
        };
    }

    @Setup(Level.Invocation)
    public void forget() {
        fresh = PolicyCompiler.compile(snapshot);
    }

    @Benchmark
    public Optional<Rectangle> firstQuestion() {
        ConnectionSet connections =
                wanted.equals("any") ? ConnectionSet.ALL : ConnectionSet.of(Protocol.SCTP, PortSet.of(7));
        return new Relation(fresh, IpFamily.IPV4).find(from, to, connections);
    }
}
