package dev.tierwall.cli.check;

import dev.tierwall.cli.report.naming.BlockNames;
import dev.tierwall.core.model.ObjectKey;
import dev.tierwall.core.model.Pod;
import dev.tierwall.core.naming.Meaning;
import dev.tierwall.core.net.AddressRange;
import dev.tierwall.core.net.AddressSet;
import dev.tierwall.core.question.Answer;
import dev.tierwall.core.question.Answers;
import dev.tierwall.core.question.Member;
import dev.tierwall.core.verdict.End;
import dev.tierwall.core.words.Words;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Names the two sides of an answer: as they were asked for, or, where answers differ, those that this one is about. */
final class Who {
    private static final int MOST = 4;

    private final Answers answers;
    private final Set<Member> sources;
    private final Set<Member> destinations;

    Who(Answers answers) {
        this.answers = answers;
        this.sources = all(answers, Answer::sources);
        this.destinations = all(answers, Answer::destinations);
    }

    private static Set<Member> all(Answers answers, Function<Answer, List<Member>> side) {
        return answers.answers().stream()
                .flatMap(answer -> side.apply(answer).stream())
                .collect(Collectors.toSet());
    }

    /** The source in a heading. */
    String source(Answer answer) {
        return answer.sources().size() == sources.size()
                ? answers.source().label()
                : names(answer.sources(), answers.source());
    }

    /** The destination in a heading: of a Service always its name, for that was asked. */
    String destination(Answer answer) {
        String asked = answers.destination().label();
        boolean service = answer.service().isPresent();
        if (answer.itself()) {
            return "itself" + (service ? " through " + asked : "");
        }
        return service || answer.destinations().size() == destinations.size()
                ? asked
                : names(answer.destinations(), answers.destination());
    }

    /** One end of an answer's flow, and what to call it in a sentence. */
    record Named(End end, String name) {}

    Named sourceIn(Answer answer) {
        End end = answer.explanation().flow().source();
        return new Named(end, name(answer.sources(), sources, end));
    }

    Named destinationIn(Answer answer) {
        End end = answer.explanation().flow().destination();
        return new Named(end, name(answer.destinations(), destinations, end));
    }

    /** The workload, if all of its pods that were asked about are meant; otherwise the one that stands for them. */
    private static String name(List<Member> members, Set<Member> asked, End end) {
        if (!(end instanceof End.OfPod(Pod pod)) || members.size() == 1) {
            return Words.end(end);
        }
        ObjectKey workload = pod.workload();
        boolean alone = members.stream().allMatch(member -> isOf(workload, member));
        long all = asked.stream().filter(member -> isOf(workload, member)).count();
        return alone && all == members.size() ? workload.qualifiedName() : Words.end(end);
    }

    private static boolean isOf(ObjectKey workload, Member member) {
        return member instanceof Member.OfPod(Pod pod) && pod.workload().equals(workload);
    }

    /** Those that a Service leads to. */
    String backends(Answer answer) {
        return names(answer.destinations(), answers.destination());
    }

    /** Some members by name: pods as they are called, addresses as blocks. */
    private static String names(List<Member> members, Meaning asked) {
        List<String> names = new ArrayList<>();
        AddressSet others = AddressSet.EMPTY;
        for (Member member : members) {
            switch (member) {
                case Member.OfPod(Pod pod) -> names.add(pod.key().qualifiedName());
                case Member.OfAddresses some
                when some.node().isPresent() ->
                    names.add(some.some() + " (node " + some.node().get() + ")");
                case Member.OfAddresses some -> others = others.union(some.addresses());
            }
        }
        if (!others.isEmpty()) {
            boolean internet = asked instanceof Meaning.Many many && many.outside();
            AddressSet all = internet ? ((Meaning.Many) asked).addresses() : AddressSet.ALL;
            names.add(
                    isAddress(others)
                            ? others.ranges().getFirst().first().toString()
                            : new BlockNames(List.of(all), MOST).of(others));
        }
        return Words.few(names, MOST);
    }

    private static boolean isAddress(AddressSet addresses) {
        AddressRange first = addresses.ranges().getFirst();
        return addresses.ranges().size() == 1 && first.first().equals(first.last());
    }
}
