package dev.tierwall.cli.check;

import dev.tierwall.core.naming.Meaning;
import dev.tierwall.core.net.AddressRange;
import dev.tierwall.core.net.AddressSet;
import dev.tierwall.core.question.Answer;
import dev.tierwall.core.question.Answers;
import dev.tierwall.core.question.Member;
import dev.tierwall.core.words.Words;
import java.util.ArrayList;
import java.util.List;

/** Names the two sides of an answer: as they were asked for, or, where answers differ, those that this one is about. */
final class Who {
    private static final int MOST = 4;

    private final Answers answers;
    private final boolean sourcesDiffer;
    private final boolean destinationsDiffer;

    Who(Answers answers) {
        this.answers = answers;
        this.sourcesDiffer =
                answers.answers().stream().map(Answer::sources).distinct().count() > 1;
        this.destinationsDiffer =
                answers.answers().stream().map(Answer::destinations).distinct().count() > 1;
    }

    String source(Answer answer) {
        return sourcesDiffer
                ? members(answer.sources(), answers.source())
                : answers.source().label();
    }

    String destination(Answer answer) {
        if (answer.itself()) {
            return "itself"
                    + (answer.service().isPresent()
                            ? " through " + answers.destination().label()
                            : "");
        }
        boolean service = answer.service().isPresent();
        return destinationsDiffer && !service
                ? members(answer.destinations(), answers.destination())
                : answers.destination().label();
    }

    /** Some members by name: pods as they are called, addresses as ranges. */
    static String names(List<Member> members) {
        List<String> names = new ArrayList<>();
        AddressSet others = AddressSet.EMPTY;
        for (Member member : members) {
            switch (member) {
                case Member.OfPod pod -> names.add(pod.pod().key().qualifiedName());
                case Member.OfAddresses some
                when some.node().isPresent() ->
                    names.add(some.some() + " (node " + some.node().get() + ")");
                case Member.OfAddresses some -> others = others.union(some.addresses());
            }
        }
        others.ranges().forEach(range -> names.add(range(range)));
        return Words.few(names, MOST);
    }

    private static String members(List<Member> members, Meaning asked) {
        String names = names(members);
        return asked instanceof Meaning.Single || names.equals(asked.label()) ? asked.label() : names;
    }

    private static String range(AddressRange range) {
        return range.first().equals(range.last()) ? range.first().toString() : range.toString();
    }
}
