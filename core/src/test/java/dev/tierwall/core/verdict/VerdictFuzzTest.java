package dev.tierwall.core.verdict;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tierwall.core.model.Change;
import dev.tierwall.core.model.ClusterObject;
import dev.tierwall.core.model.Snapshot;
import dev.tierwall.core.oracle.Oracle;
import dev.tierwall.core.policy.CompiledPolicy;
import dev.tierwall.core.policy.PolicyCompiler;
import dev.tierwall.core.random.ClusterText;
import dev.tierwall.core.random.Judge;
import dev.tierwall.core.random.RandomCluster;
import dev.tierwall.core.random.RandomQuestions;
import dev.tierwall.core.random.Trials;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class VerdictFuzzTest {

    private static final int CLUSTERS = 1_100;
    private static final int QUESTIONS = 200;

    @Test
    void verdictsStayTrueWhileTheClusterChanges() {
        Trials.fuzz("verdicts after changes", 300, random -> {
            RandomCluster cluster = new RandomCluster(random);
            Snapshot start = cluster.snapshot();
            List<Change> changes = cluster.changes(start, 10);
            Judge.Maker recompiled = some -> {
                CompiledPolicy policy = PolicyCompiler.recompile(PolicyCompiler.compile(start), changes);
                List<Change> rest = difference(policy.snapshot(), some);
                return new VerdictJudge(PolicyCompiler.recompile(policy, rest), new Oracle(some));
            };
            Snapshot end = start.with(changes);
            Judge judge = recompiled.of(end);
            RandomQuestions questions = new RandomQuestions(end, random);
            for (int i = 0; i < 50; i++) {
                Judge.settle(recompiled, judge, end, questions.next());
            }
        });
    }

    /** What turns one cluster into the other. */
    private static List<Change> difference(Snapshot from, Snapshot to) {
        List<ClusterObject> stay = ClusterText.objects(to);
        List<Change> changes = new ArrayList<>();
        for (ClusterObject object : ClusterText.objects(from)) {
            if (!stay.contains(object)) {
                changes.add(new Change.Delete(object.key()));
            }
        }
        stay.forEach(object -> changes.add(new Change.Put(object)));
        return changes;
    }

    @Test
    void reasonsAndNearestMissesAreTrue() {
        Trials.fuzz("reasons", 300, random -> {
            Snapshot snapshot = new RandomCluster(random).snapshot();
            Judge judge = ReasonJudge.of(snapshot);
            RandomQuestions questions = new RandomQuestions(snapshot, random);
            for (int i = 0; i < 100; i++) {
                Judge.settle(ReasonJudge::of, judge, snapshot, questions.next());
            }
        });
    }

    @Test
    void verdictsAndExplanationsAreTheOraclesOnRandomClusters() {
        long[] asked = new long[1];
        Trials.fuzz("verdicts", CLUSTERS, random -> {
            Snapshot snapshot = new RandomCluster(random).snapshot();
            Judge judge = VerdictJudge.of(snapshot);
            RandomQuestions questions = new RandomQuestions(snapshot, random);
            for (int i = 0; i < QUESTIONS; i++) {
                Judge.settle(VerdictJudge::of, judge, snapshot, questions.next());
            }
            asked[0] += QUESTIONS;
        });
        System.out.println("fuzz: verdicts: " + asked[0] + " questions");
        assertThat(asked[0]).isPositive();
    }
}
