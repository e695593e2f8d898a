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
        List<Member> destinations() {
            return aims.stream().map(Aim::member).toList();
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
                for (Pairing pairing : pairings(alike, targets)) {
                    addAnswers(pairing);
                }
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

    /** A pod that is on both sides reaches itself, which is a question apart. */
    private static List<Pairing> pairings(List<Member> sources, List<Aim> aims) {
        List<Member> destinations = aims.stream().map(Aim::member).toList();
        List<Member> both = sources.stream()
                .filter(member -> member instanceof Member.OfPod(Pod pod) && !pod.isTemplate())
                .filter(destinations::contains)
                .toList();
        if (both.isEmpty()) {
            return List.of(new Pairing(sources, aims, false));
        }
        List<Pairing> pairings = new ArrayList<>();
        List<Aim> others = sources.size() > 1
                ? aims
                : aims.stream().filter(aim -> !both.contains(aim.member())).toList();
        List<Member> otherSources = aims.size() > 1
                ? sources
                : sources.stream().filter(member -> !both.contains(member)).toList();
        boolean some = !others.isEmpty() && !otherSources.isEmpty();
        if (some) {
            pairings.add(new Pairing(otherSources, others, false));
        }
        if (!some || aims.getFirst().service().isPresent()) {
            pairings.add(new Pairing(
                    both,
                    aims.stream().filter(aim -> both.contains(aim.member())).toList(),
                    true));
        }
        return pairings;
    }

    private void addAnswers(Pairing pairing) {
        Member from = pairing.sources().getFirst();
        Aim to = pairing.itself()
                ? pairing.aims().stream()
                        .filter(aim -> aim.member().equals(from))
                        .findFirst()
                        .orElseThrow()
                : pairing.aims().stream()
                        .filter(aim -> !aim.member().equals(from) || isTemplate(from))
                        .findFirst()
                        .orElseThrow();
        Map<Signature, IpFamily> byFamily = new LinkedHashMap<>();
        List<Answer> found = new ArrayList<>();
        for (IpFamily family : IpFamily.values()) {
            if (!isPossible(family, from, to.member())) {
                continue;
            }
            boolean viaService = to.service().isPresent();
            Flow flow = new Flow(from.end(), to.member().end(), family, to.protocol(), to.port(), viaService);
            Explanation explanation = Explainer.explain(policy, flow);
            Signature signature = Signature.of(explanation, to.service(), pairing.itself());
            if (byFamily.putIfAbsent(signature, family) == null) {
                found.add(new Answer(
                        pairing.sources(),
                        pairing.destinations(),
                        pairing.itself(),
                        Optional.of(family),
                        to.service(),
                        explanation));
            }
        }
        apart |= found.isEmpty();
        boolean same = found.size() < 2;
        found.forEach(answer -> answers.add(new Answer(
                answer.sources(),
                answer.destinations(),
                answer.itself(),
                same ? Optional.empty() : answer.only(),
                answer.service(),
                answer.explanation())));
    }

    private static boolean isTemplate(Member member) {
        return member instanceof Member.OfPod(Pod pod) && pod.isTemplate();
    }

    /** A pod is asked about in every family, unless an address says which. */
    private static boolean isAskedBy(Meaning side, IpFamily family) {
        return switch (side) {
            case Meaning.Pods pods -> pods.only().map(family::equals).orElse(true);
            case Meaning.Behind behind -> behind.only().map(family::equals).orElse(true);
            case Meaning.Single single -> single.address().family() == family;
            case Meaning.Many many -> true;
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
