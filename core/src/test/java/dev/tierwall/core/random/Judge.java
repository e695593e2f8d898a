package dev.tierwall.core.random;

import dev.tierwall.core.model.Snapshot;
import dev.tierwall.core.oracle.Question;
import java.util.Optional;

/** Compares what the product says of one cluster with what the oracle says. */
@FunctionalInterface
public interface Judge {

    /** What is wrong with the product's answer to a question; empty if nothing is. */
    Optional<String> complaint(Question question);

    /** Makes a judge for a cluster. */
    @FunctionalInterface
    interface Maker {
        Judge of(Snapshot snapshot);
    }

    /** Fails with the smallest cluster in which the judge still complains, if it complains. */
    static void settle(Maker maker, Judge judge, Snapshot snapshot, Question question) {
        if (complains(judge, question).isEmpty()) {
            return;
        }
        Snapshot small = Shrinker.shrink(
                snapshot,
                some -> RandomQuestions.makesSense(question, some)
                        && complains(maker.of(some), question).isPresent());
        String complaint = complains(maker.of(small), question).orElseThrow();
        throw new AssertionError(question + "\n" + complaint + "\n---\n" + ClusterText.of(small));
    }

    /** An exception is a complaint too. */
    private static Optional<String> complains(Judge judge, Question question) {
        try {
            return judge.complaint(question);
        } catch (RuntimeException failure) {
            return Optional.of("throws " + failure);
        }
    }
}
