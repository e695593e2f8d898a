package dev.tierwall.core.verdict;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tierwall.core.model.Snapshot;
import dev.tierwall.core.random.Judge;
import dev.tierwall.core.random.RandomCluster;
import dev.tierwall.core.random.RandomQuestions;
import dev.tierwall.core.random.Trials;
import org.junit.jupiter.api.Test;

class VerdictFuzzTest {

    private static final int CLUSTERS = 1_500;
    private static final int QUESTIONS = 200;

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
