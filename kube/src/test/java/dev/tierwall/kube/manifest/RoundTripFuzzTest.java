package dev.tierwall.kube.manifest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tierwall.core.model.Change;
import dev.tierwall.core.model.ClusterPolicy;
import dev.tierwall.core.model.Direction;
import dev.tierwall.core.model.NetworkPolicy;
import dev.tierwall.core.model.Peer;
import dev.tierwall.core.model.Policy;
import dev.tierwall.core.model.PortMatch;
import dev.tierwall.core.model.Snapshot;
import dev.tierwall.core.oracle.Answer;
import dev.tierwall.core.oracle.Oracle;
import dev.tierwall.core.oracle.Question;
import dev.tierwall.core.random.ClusterText;
import dev.tierwall.core.random.RandomCluster;
import dev.tierwall.core.random.RandomQuestions;
import dev.tierwall.core.random.Shrinker;
import dev.tierwall.core.random.Trials;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Random clusters written as manifests and read again give the same verdicts. */
class RoundTripFuzzTest {

    @Test
    void whatIsWrittenMeansTheSameWhenItIsRead() {
        Trials.fuzz("round trip", 300, random -> {
            Snapshot snapshot = accepted(new RandomCluster(random).snapshot());
            RandomQuestions questions = new RandomQuestions(snapshot, random);
            Snapshot read = read(snapshot);
            assertThat(read.pods().size()).isEqualTo(snapshot.pods().size());
            assertThat(read.policies().size()).isEqualTo(snapshot.policies().size());
            for (int i = 0; i < 100; i++) {
                Question question = questions.next();
                if (answer(read, question) != answer(snapshot, question)) {
                    fail(snapshot, question);
                }
            }
        });
    }

    private static void fail(Snapshot snapshot, Question question) {
        Snapshot small = Shrinker.shrink(
                snapshot,
                some -> RandomQuestions.makesSense(question, some)
                        && answer(read(some), question) != answer(some, question));
        throw new AssertionError(question + "\nis " + answer(small, question) + ", and as read "
                + answer(read(small), question) + "\n---\n" + ClusterText.of(small) + "\n"
                + reading(small).findings());
    }

    private static Answer answer(Snapshot snapshot, Question question) {
        return new Oracle(snapshot).answer(question);
    }

    /** The cluster without the policies that the API server would refuse: these have no one way of being written. */
    private static Snapshot accepted(Snapshot snapshot) {
        Snapshot accepted = snapshot;
        for (Policy policy : snapshot.policies().values()) {
            if (isRefused(policy)) {
                accepted = accepted.with(new Change.Delete(policy.key()));
            }
        }
        return accepted;
    }

    private static boolean isRefused(Policy policy) {
        return switch (policy) {
            case NetworkPolicy network ->
                !network.valid()
                        || Stream.of(Direction.values())
                                .flatMap(direction -> network.rules(direction).stream())
                                .anyMatch(rule -> !rule.understood()
                                        || rule.peers().stream().anyMatch(RoundTripFuzzTest::exceptsTooMuch));
            case ClusterPolicy cluster -> cluster.egress().stream().anyMatch(RoundTripFuzzTest::namesPortsOfAddresses);
        };
    }

    /** An exception must be a part of its block, and not all of it. */
    private static boolean exceptsTooMuch(Peer peer) {
        return peer instanceof Peer.Networks networks
                && networks.except().stream()
                        .anyMatch(except -> networks.blocks().contains(except)
                                || !networks.blocks().get(0).contains(except));
    }

    private static boolean namesPortsOfAddresses(Policy.Rule rule) {
        return rule.ports().stream().anyMatch(port -> port instanceof PortMatch.Named)
                && rule.peers().stream().anyMatch(peer -> !(peer instanceof Peer.Pods));
    }

    private static Snapshot read(Snapshot snapshot) {
        return Snapshot.of(reading(snapshot).objects());
    }

    private static Reading reading(Snapshot snapshot) {
        byte[] text = ClusterText.of(snapshot).getBytes(StandardCharsets.UTF_8);
        return Manifests.read(List.of("-"), "default", new ByteArrayInputStream(text));
    }
}
