package dev.tierwall.core.question;

import dev.tierwall.core.connectivity.Families;
import dev.tierwall.core.model.Pod;
import dev.tierwall.core.model.Service;
import dev.tierwall.core.naming.Meaning;
import dev.tierwall.core.naming.Reading;
import dev.tierwall.core.net.IpFamily;
import dev.tierwall.core.net.Protocol;
import dev.tierwall.core.policy.CompiledPolicy;
import dev.tierwall.core.verdict.Explainer;
import dev.tierwall.core.verdict.Explanation;
import dev.tierwall.core.verdict.Flow;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Answers for every source with every destination. Those that policies treat alike are asked about once, and equal
 * answers are given as one.
 */
final class Cases {
    private final CompiledPolicy policy;
    private final Meaning source;
    private final Meaning destination;
    private final Set<IpFamily> families;
    private final List<Answer> answers = new ArrayList<>();
    private boolean apart;

    /** Those of one class that answer on one port. */
    private record AimKey(Object likeness, Protocol protocol, int port, Optional<Service.Port> service) {}

    /** Members that are asked about as one. */
    private record Pairing(List<Member> sources, List<Aim> aims, boolean itself) {
        Answer answer(Explanation explanation) {
            return new Answer(
                    sources,
                    aims.stream().map(Aim::member).toList(),
                    itself,
                    Optional.empty(),
                    aims.getFirst().service(),
                    explanation);
        }
    }

    Cases(CompiledPolicy policy, Meaning source, Meaning destination) {
        this.policy = policy;
        this.source = source;
        this.destination = destination;
        this.families = Families.of(policy.snapshot());
    }

    Reading<Answers> answers(List<Member> sources, Remarked<Aim> aims) {
        boolean hosts = sources.stream().anyMatch(Cases::isHost);
        Collection<List<Member>> from = grouped(sources, member -> likeness(member, hosts));
        Collection<List<Aim>> to = grouped(
                aims.found(),
                aim -> new AimKey(likeness(aim.member(), hosts), aim.protocol(), aim.port(), aim.service()));
        for (List<Member> alike : from) {
            for (List<Aim> targets : to) {
                addAnswers(alike, targets);
            }
        }
        List<String> remarks = new ArrayList<>(aims.remarks());
        if (apart) {
            String problem = "some of " + source.label() + " and " + destination.label()
                    + " have no address of the same family, and so no connection";
            remarks.add(problem);
        }
        return answers.isEmpty()
                ? Reading.problem(
                        source.label() + " and " + destination.label() + " have no address of the same family",
                        "one has IPv4 alone, the other IPv6 alone: there is no connection to judge")
                : Reading.of(new Answers(source, destination, folded(), remarks));
    }

    private static <T> Collection<List<T>> grouped(List<T> all, Function<T, Object> key) {
        return all.stream()
                .collect(Collectors.groupingBy(key, LinkedHashMap::new, Collectors.toList()))
                .values();
    }

    private static boolean isHost(Member member) {
        return switch (member) {
            case Member.OfPod(Pod pod) -> pod.hostNetwork();
            case Member.OfAddresses addresses -> addresses.node().isPresent();
        };
    }

    /** What tells members apart; nodes do where one of them may be asked about its own pods. */
    private Object likeness(Member member, boolean hosts) {
        return switch (member) {
            case Member.OfPod(Pod pod) ->
                List.of(
                        policy.classOf(pod.key()).orElseThrow().id(),
                        hosts ? pod.node() : Optional.empty(),
                        hosts && pod.hostNetwork() ? pod.addresses() : List.of());
            case Member.OfAddresses addresses -> addresses;
        };
    }

    /**
     * Answers for members that are alike. Where pods are on both sides, each reaching itself is a question apart; between
     * several pods of one workload it is none, unless a Service may lead a pod to itself.
     */
    private void addAnswers(List<Member> sources, List<Aim> aims) {
        Set<Member> aimed = aims.stream().map(Aim::member).collect(Collectors.toSet());
        List<Member> both = sources.stream()
                .filter(member -> isOnePod(member, member) && aimed.contains(member))
                .toList();
        List<Answer> others = others(sources, aims, Set.copyOf(both));
        boolean viaService = aims.getFirst().service().isPresent();
        if (both.isEmpty() || (!others.isEmpty() && !viaService)) {
            answers.addAll(others);
            return;
        }
        List<Aim> selves =
                aims.stream().filter(aim -> both.contains(aim.member())).toList();
        List<Answer> itself = asked(new Pairing(both, selves, true), both.getFirst(), selves.getFirst());
        if (others.size() == 1 && itself.size() == 1 && isSame(others.getFirst(), itself.getFirst())) {
            Pairing all = new Pairing(sources, aims, false);
            answers.add(all.answer(others.getFirst().explanation()));
        } else {
            answers.addAll(others);
            answers.addAll(itself);
        }
    }

    /** Answers for every source with every destination but itself. */
    private List<Answer> others(List<Member> sources, List<Aim> aims, Set<Member> both) {
        List<Member> from = aims.size() > 1
                ? sources
                : sources.stream().filter(member -> !both.contains(member)).toList();
        List<Aim> to = sources.size() > 1
                ? aims
                : aims.stream().filter(aim -> !both.contains(aim.member())).toList();
        if (from.isEmpty() || to.isEmpty()) {
            return List.of();
        }
        Member first = from.getFirst();
        Aim other = to.stream()
                .filter(aim -> !isOnePod(first, aim.member()))
                .findFirst()
                .orElseThrow();
        return asked(new Pairing(from, to, false), first, other);
    }

    private static boolean isSame(Answer answer, Answer itself) {
        return Signature.of(answer.explanation(), answer.service(), false)
                .equals(Signature.of(itself.explanation(), itself.service(), false));
    }

    /** The answer for one source and one destination, or one for each family where they differ. */
    private List<Answer> asked(Pairing pairing, Member from, Aim to) {
        Map<Signature, Explanation> found = new LinkedHashMap<>();
        for (IpFamily family : IpFamily.values()) {
            if (isPossible(family, from, to.member())) {
                boolean viaService = to.service().isPresent();
                Flow flow = new Flow(from.end(), to.member().end(), family, to.protocol(), to.port(), viaService);
                Explanation explanation = Explainer.explain(policy, flow);
                found.putIfAbsent(Signature.of(explanation, to.service(), pairing.itself()), explanation);
            }
        }
        apart |= found.isEmpty();
        List<Answer> all = found.values().stream().map(pairing::answer).toList();
        return all.size() == 1 ? all : all.stream().map(Answer::inItsFamily).toList();
    }

    /** A template stands for several pods, and a block of addresses for several hosts. */
    private static boolean isOnePod(Member one, Member other) {
        return one.equals(other) && one instanceof Member.OfPod(Pod pod) && !pod.isTemplate();
    }

    /** A pod is asked about in every family, unless an address or a block says which. */
    private static boolean isAskedBy(Meaning side, IpFamily family) {
        return switch (side) {
            case Meaning.Pods pods -> pods.only().map(family::equals).orElse(true);
            case Meaning.Behind behind -> behind.only().map(family::equals).orElse(true);
            case Meaning.Single single -> single.address().family() == family;
            case Meaning.Many many -> !many.addresses().only(family).isEmpty();
        };
    }

    /** Whether there may be a connection in a family: both can have an address, and the family is in use. */
    private boolean isPossible(IpFamily family, Member from, Member to) {
        boolean used = families.contains(family) || isKnown(from, family) || isKnown(to, family);
        return used
                && isIn(from, family)
                && isIn(to, family)
                && isAskedBy(source, family)
                && isAskedBy(destination, family);
    }

    private boolean isIn(Member member, IpFamily family) {
        return switch (member) {
            case Member.OfAddresses addresses -> addresses.some().family() == family;
            case Member.OfPod(Pod pod) ->
                policy.classOf(pod.key()).orElseThrow().key().isIn(family);
        };
    }

    private static boolean isKnown(Member member, IpFamily family) {
        return switch (member) {
            case Member.OfAddresses addresses -> addresses.some().family() == family;
            case Member.OfPod(Pod pod) -> pod.address(family).isPresent();
        };
    }

    /** Joins equal answers: first their sources, then their destinations. */
    private List<Answer> folded() {
        record Known(Signature signature, Optional<IpFamily> only, List<Member> members) {}
        Map<Known, List<Answer>> byDestination = answers.stream()
                .collect(Collectors.groupingBy(
                        answer -> new Known(signature(answer), answer.only(), answer.destinations()),
                        LinkedHashMap::new,
                        Collectors.toList()));
        List<Answer> joined = byDestination.values().stream()
                .map(same -> with(
                        same, joined(same, Answer::sources), same.getFirst().destinations()))
                .toList();
        Map<Known, List<Answer>> bySource = joined.stream()
                .collect(Collectors.groupingBy(
                        answer -> new Known(signature(answer), answer.only(), answer.sources()),
                        LinkedHashMap::new,
                        Collectors.toList()));
        return bySource.values().stream()
                .map(same -> with(same, same.getFirst().sources(), joined(same, Answer::destinations)))
                .toList();
    }

    private static Signature signature(Answer answer) {
        return Signature.of(answer.explanation(), answer.service(), answer.itself());
    }

    private static List<Member> joined(List<Answer> same, Function<Answer, List<Member>> side) {
        return same.stream()
                .flatMap(answer -> side.apply(answer).stream())
                .distinct()
                .toList();
    }

    private static Answer with(List<Answer> same, List<Member> sources, List<Member> destinations) {
        Answer first = same.getFirst();
        return new Answer(sources, destinations, first.itself(), first.only(), first.service(), first.explanation());
    }
}
