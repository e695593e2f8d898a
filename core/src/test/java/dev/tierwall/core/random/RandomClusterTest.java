package dev.tierwall.core.random;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tierwall.core.model.Change;
import dev.tierwall.core.model.Direction;
import dev.tierwall.core.model.Pod;
import dev.tierwall.core.model.Policy.Tier;
import dev.tierwall.core.model.Snapshot;
import dev.tierwall.core.oracle.Answer;
import dev.tierwall.core.oracle.Oracle;
import dev.tierwall.core.oracle.Question;
import dev.tierwall.core.oracle.Ruling;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RandomClusterTest {

    /** Random tests prove nothing about what they never reach. */
    @Test
    void everyTierDecidesBothWaysOftenEnough() {
        Map<Tier, int[]> decided = new EnumMap<>(Tier.class);
        Map<Answer, Integer> answers = new EnumMap<>(Answer.class);
        int questions = 0;
        for (int seed = 0; seed < 400; seed++) {
            Random random = new Random(seed);
            Snapshot snapshot = new RandomCluster(random).snapshot();
            RandomQuestions asked = new RandomQuestions(snapshot, random);
            for (int i = 0; i < 100; i++) {
                Question question = asked.next();
                assertThat(RandomQuestions.makesSense(question, snapshot)).isTrue();
                answers.merge(new Oracle(snapshot).answer(question), 1, Integer::sum);
                for (Direction direction : Direction.values()) {
                    Optional<Ruling> ruling = new Oracle(snapshot).ruling(question, direction);
                    ruling.ifPresent(known ->
                            decided.computeIfAbsent(known.tier(), tier -> new int[2])[known.allowed() ? 1 : 0]++);
                }
                questions++;
            }
        }
        int few = questions / 100;
        assertThat(answers.get(Answer.ALLOWED)).isGreaterThan(questions / 4);
        assertThat(answers.get(Answer.DENIED)).isGreaterThan(questions / 4);
        assertThat(answers.get(Answer.NO_FLOW)).isLessThan(questions / 3);
        for (Tier tier : List.of(Tier.ADMIN, Tier.NETWORK_POLICY, Tier.BASELINE)) {
            assertThat(decided.get(tier)[0]).as("denied by %s", tier).isGreaterThan(few);
            assertThat(decided.get(tier)[1]).as("accepted by %s", tier).isGreaterThan(few);
        }
    }

    @Test
    void oneSeedMakesOneCluster() {
        Trials.run(50, random -> {
            long seed = random.nextLong();
            RandomCluster one = new RandomCluster(new Random(seed));
            RandomCluster other = new RandomCluster(new Random(seed));
            Snapshot snapshot = one.snapshot();
            assertThat(other.snapshot()).isEqualTo(snapshot);
            assertThat(other.changes(snapshot, 10)).isEqualTo(one.changes(snapshot, 10));
        });
    }

    @Test
    void changesMostlyChangeSomething() {
        int effective = 0;
        int total = 0;
        for (int seed = 0; seed < 100; seed++) {
            RandomCluster cluster = new RandomCluster(new Random(seed));
            Snapshot snapshot = cluster.snapshot();
            for (Change change : cluster.changes(snapshot, 20)) {
                Snapshot next = snapshot.with(change);
                effective += next.equals(snapshot) ? 0 : 1;
                snapshot = next;
                total++;
            }
        }
        assertThat(effective).isGreaterThan(total * 2 / 3);
    }

    @Test
    void shrinkingKeepsTheFailureAndNothingElse() {
        Trials.run(40, random -> {
            Snapshot snapshot = new RandomCluster(random).snapshot();
            Question question = new RandomQuestions(snapshot, random).next();
            Answer answer = new Oracle(snapshot).answer(question);
            Snapshot small = Shrinker.shrink(
                    snapshot,
                    some -> RandomQuestions.makesSense(question, some) && new Oracle(some).answer(question) == answer);
            assertThat(new Oracle(small).answer(question)).isEqualTo(answer);
            assertThat(small.namespaces().size() + small.nodes().size()).isLessThan(3);
            assertThat(small.policies().size()).isLessThanOrEqualTo(2);
        });
    }

    @Test
    void aSnapshotIsWrittenAsManifests() {
        Snapshot snapshot = Snapshot.EMPTY;
        for (int seed = 0; seed < 50; seed++) {
            RandomCluster cluster = new RandomCluster(new Random(seed));
            snapshot = cluster.snapshot();
            String text = ClusterText.of(snapshot);
            for (Pod pod : snapshot.pods().values()) {
                assertThat(text).contains("name: " + pod.key().name() + ", namespace: ");
            }
            assertThat(text.split("---\n"))
                    .hasSize(snapshot.namespaces().size()
                            + snapshot.nodes().size()
                            + snapshot.pods().size()
                            + snapshot.services().size()
                            + snapshot.policies().size());
        }
    }
}
