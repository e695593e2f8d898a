package dev.tierwall.core.question;

import dev.tierwall.core.naming.Asked;
import dev.tierwall.core.naming.Meaning;
import dev.tierwall.core.naming.Reading;
import dev.tierwall.core.naming.Resolver;
import dev.tierwall.core.policy.CompiledPolicy;
import dev.tierwall.core.verdict.Explanation;
import java.util.List;

/**
 * What came of an {@link Inquiry}: one answer, or several where not all that it means are treated alike.
 *
 * @param source who opens the connection
 * @param destination who accepts it
 * @param answers at least one; no two are the same
 * @param remarks what could not be answered for a part of them, one line each
 */
public record Answers(Meaning source, Meaning destination, List<Answer> answers, List<String> remarks) {
    public Answers {
        answers = List.copyOf(answers);
        remarks = List.copyOf(remarks);
    }

    /** Answers a question; the problem says why it cannot be answered. */
    public static Reading<Answers> to(CompiledPolicy policy, Inquiry inquiry) {
        Resolver resolver = new Resolver(policy, inquiry.namespace());
        Aims aims = new Aims(policy);
        return Asked.readName(inquiry.source())
                .then(resolver::resolve)
                .then(source -> Asked.read(inquiry.destination())
                        .then(asked -> resolver.resolve(asked.name())
                                .then(destination -> aims.sources(source)
                                        .then(sources -> aims.destinations(destination, asked.port())
                                                .then(targets -> {
                                                    Cases cases = new Cases(policy, source, destination);
                                                    return cases.answers(sources, targets);
                                                })))));
    }

    /** Whether all that the question means is allowed. */
    public boolean isAllowed() {
        return answers.stream().map(Answer::explanation).allMatch(Explanation::isAllowed);
    }
}
