package dev.tierwall.core.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tierwall.core.collect.Bits;
import dev.tierwall.core.model.Change;
import dev.tierwall.core.model.Direction;
import dev.tierwall.core.model.Pod;
import dev.tierwall.core.model.Snapshot;
import dev.tierwall.core.net.AddressRange;
import dev.tierwall.core.net.AddressSet;
import dev.tierwall.core.net.ConnectionSet;
import dev.tierwall.core.net.IpFamily;
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
import org.junit.jupiter.api.Test;

/** Blocks that were folded before a change are kept only where they still hold. */
class BlockCacheFuzzTest {

    private record Answer(Set<ClassKey> endpoints, AddressSet atoms, ConnectionSet allowed) {}

    @Test
    void blocksFoldedBeforeAChangeAreThoseFoldedAfterIt() {
        Trials.fuzz("cached blocks", 120, random -> {
            RandomCluster cluster = new RandomCluster(random);
            Snapshot snapshot = cluster.snapshot();
            CompiledPolicy compiled = PolicyCompiler.compile(snapshot);
            answers(compiled);
            for (Change change : cluster.changes(snapshot, 1 + new Dice(random).below(10))) {
                compiled = PolicyCompiler.recompile(compiled, List.of(change));
                assertThat(answers(compiled)).isEqualTo(answers(PolicyCompiler.compile(compiled.snapshot())));
            }
        });
    }

    @Test
    void aPodThatMovesWithinItsClassKeepsWhatWasFolded() {
        Trials.run(50, random -> {
            CompiledPolicy compiled = PolicyCompiler.compile(new RandomCluster(random).snapshot());
            for (Pod pod : compiled.snapshot().pods().values()) {
                CompiledPolicy next = PolicyCompiler.recompile(compiled, List.of(new Change.Put(on(pod, "elsewhere"))));
                if (!pod.hostNetwork()) {
                    assertThat(next.cache()).isSameAs(compiled.cache());
                }
            }
        });
    }

    private static Pod on(Pod pod, String node) {
        return new Pod(
                pod.key(),
                pod.labels(),
                pod.addresses(),
                pod.ports(),
                pod.hostNetwork(),
                pod.state(),
                Optional.of(node),
                pod.workload(),
                pod.location());
    }

    private static Map<List<Object>, Set<Answer>> answers(CompiledPolicy policy) {
        Map<List<Object>, Set<Answer>> all = new HashMap<>();
        policy.liveClasses().forEach(id -> {
            ClassKey key = policy.endpointClass(id).key();
            for (Direction direction : Direction.values()) {
                for (IpFamily family : IpFamily.values()) {
                    Set<Answer> blocks = new HashSet<>();
                    for (Block block : policy.blocks(id, direction, family)) {
                        blocks.add(new Answer(
                                keys(policy, block.peers().endpoints()),
                                addresses(policy, family, block.peers().atoms()),
                                block.allowed()));
                    }
                    all.put(List.of(key, direction, family), blocks);
                }
            }
        });
        return all;
    }

    private static Set<ClassKey> keys(CompiledPolicy policy, Bits classes) {
        Set<ClassKey> keys = new HashSet<>();
        classes.forEach(id -> keys.add(policy.endpointClass(id).key()));
        return keys;
    }

    private static AddressSet addresses(CompiledPolicy policy, IpFamily family, Bits atoms) {
        List<AddressRange> ranges = new ArrayList<>();
        atoms.forEach(atom -> ranges.add(policy.atoms().range(family, atom)));
        return new AddressSet(ranges);
    }
}
