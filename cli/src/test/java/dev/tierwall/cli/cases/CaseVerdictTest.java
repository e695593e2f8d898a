package dev.tierwall.cli.cases;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tierwall.core.model.ObjectKey;
import dev.tierwall.core.model.Snapshot;
import dev.tierwall.core.oracle.Answer;
import dev.tierwall.core.oracle.Oracle;
import dev.tierwall.core.oracle.Question;
import dev.tierwall.core.policy.Origin;
import dev.tierwall.core.verdict.Explanation;
import dev.tierwall.core.verdict.VerdictJudge;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every line of every case, as the oracle and the engine answer it. */
class CaseVerdictTest {

    static Stream<Case> all() throws IOException {
        return Case.all().stream();
    }

    @Test
    void thereAreEnoughCases() throws IOException {
        assertThat(Case.all())
                .hasSizeGreaterThanOrEqualTo(60)
                .allMatch(it -> !it.flows().isEmpty());
    }

    @ParameterizedTest
    @MethodSource("all")
    void theOracleAndTheEngineSayWhatIsExpected(Case it) {
        Snapshot snapshot = it.snapshot();
        VerdictJudge judge = VerdictJudge.of(snapshot);
        List<String> wrong = new ArrayList<>();
        for (Case.Expected flow : it.flows()) {
            List<Question> questions = new Cast(snapshot).questions(flow);
            List<Answer> answers = questions.stream()
                    .map(new Oracle(snapshot)::answer)
                    .filter(answer -> answer != Answer.NO_FLOW)
                    .toList();
            if (answers.isEmpty() || answers.contains(Answer.DENIED) == flow.allowed()) {
                wrong.add(flow + ": the oracle says " + answers);
            }
            Set<String> named = new TreeSet<>();
            for (Question question : questions) {
                judge.complaint(question).ifPresent(complaint -> wrong.add(question + ": " + complaint));
                named.addAll(namedBy(judge, question));
            }
            flow.reason().stream()
                    .filter(name -> !named.contains(name))
                    .forEach(name -> wrong.add(flow + ": not explained by " + name + " but by " + named));
        }
        assertThat(wrong).isEmpty();
    }

    /** The policies that an explanation gives, by name and by qualified name. */
    private static Set<String> namedBy(VerdictJudge judge, Question question) {
        Set<String> names = new TreeSet<>();
        judge.explain(question).ifPresent(explanation -> {
            for (Explanation.Side side : List.of(explanation.egress(), explanation.ingress())) {
                List<ObjectKey> policies = new ArrayList<>(side.isolatedBy());
                if (side.decision().origin() instanceof Origin.Written written) {
                    policies.add(written.policy());
                }
                policies.forEach(policy -> names.addAll(List.of(policy.name(), policy.qualifiedName())));
            }
        });
        return names;
    }
}
