package dev.tierwall.core.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tierwall.core.model.Change;
import dev.tierwall.core.model.Snapshot;
import dev.tierwall.core.random.Dice;
import dev.tierwall.core.random.RandomCluster;
import dev.tierwall.core.random.Replay;
import dev.tierwall.core.random.Trials;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/** The one law of compiling: however a snapshot was reached, the compiled model is that of the snapshot. */
class RecompileFuzzTest {

    @Test
    void everyStepOfARandomHistoryIsAsIfCompiledAtOnce() {
        Trials.fuzz("recompile", 400, random -> {
            RandomCluster cluster = new RandomCluster(random);
            Dice dice = new Dice(random);
            Snapshot start = dice.oneIn(4) ? Snapshot.EMPTY : cluster.snapshot();
            List<Change> changes = cluster.changes(start, 1 + dice.below(14));
            lawHolds(Replay.split(start, changes, dice));
            lawHolds(Replay.squashed(start, changes));
            lawHolds(Replay.split(start, changes.reversed(), dice));
            lawHolds(Replay.split(start, doubled(changes), dice));
            List<Change> shuffled = new ArrayList<>(doubled(changes));
            Collections.shuffle(shuffled, random);
            lawHolds(Replay.split(start, shuffled, dice));
        });
    }

    @Test
    void tearingEverythingDownLeavesNothing() {
        Trials.fuzz("tear down", 500, random -> {
            RandomCluster cluster = new RandomCluster(random);
            Dice dice = new Dice(random);
            Snapshot start = cluster.snapshot();
            Snapshot later = start.with(cluster.changes(start, dice.below(10)));
            Replay replay = Replay.tearDown(later, dice);
            lawHolds(replay);
            assertThat(replay.end()).isEqualTo(Snapshot.EMPTY);
            CompiledPolicy nothing = last(replay);
            assertThat(nothing).isEqualTo(CompiledPolicy.NOTHING);
            assertThat(nothing.groups().ids().size())
                    .isEqualTo(CompiledPolicy.NOTHING.groups().ids().size());
            assertThat(nothing.liveClasses().isEmpty()).isTrue();
        });
    }

    @Test
    void theOldModelStaysAsItWas() {
        Trials.run(200, random -> {
            RandomCluster cluster = new RandomCluster(random);
            Snapshot start = cluster.snapshot();
            CompiledPolicy compiled = PolicyCompiler.compile(start);
            PolicyCompiler.recompile(compiled, cluster.changes(start, 8));
            assertThat(compiled).isEqualTo(PolicyCompiler.compile(start));
        });
    }

    private static List<Change> doubled(List<Change> changes) {
        List<Change> twice = new ArrayList<>();
        for (Change change : changes) {
            twice.add(change);
            twice.add(change);
        }
        return twice;
    }

    private static CompiledPolicy last(Replay replay) {
        CompiledPolicy compiled = PolicyCompiler.compile(replay.start());
        for (List<Change> batch : replay.batches()) {
            compiled = PolicyCompiler.recompile(compiled, batch);
        }
        return compiled;
    }

    private static void lawHolds(Replay replay) {
        Predicate<Replay> broken = RecompileFuzzTest::breaksTheLaw;
        if (broken.test(replay)) {
            throw new AssertionError("recompiling differs from compiling\n" + replay.shrunk(broken));
        }
    }

    private static boolean breaksTheLaw(Replay replay) {
        try {
            CompiledPolicy compiled = PolicyCompiler.compile(replay.start());
            Snapshot snapshot = replay.start();
            for (List<Change> batch : replay.batches()) {
                compiled = PolicyCompiler.recompile(compiled, batch);
                snapshot = snapshot.with(batch);
                if (!compiled.equals(PolicyCompiler.compile(snapshot))) {
                    return true;
                }
            }
            return false;
        } catch (RuntimeException failure) {
            return true;
        }
    }
}
