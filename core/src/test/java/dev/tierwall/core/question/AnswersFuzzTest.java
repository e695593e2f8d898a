package dev.tierwall.core.question;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tierwall.core.connectivity.Families;
import dev.tierwall.core.model.ObjectKey;
import dev.tierwall.core.model.Pod;
import dev.tierwall.core.model.Service;
import dev.tierwall.core.model.Snapshot;
import dev.tierwall.core.naming.Meaning;
import dev.tierwall.core.naming.Reading;
import dev.tierwall.core.net.Address;
import dev.tierwall.core.net.Cidr;
import dev.tierwall.core.net.IpFamily;
import dev.tierwall.core.net.Protocol;
import dev.tierwall.core.oracle.Answer;
import dev.tierwall.core.oracle.Oracle;
import dev.tierwall.core.oracle.Party;
import dev.tierwall.core.oracle.Question;
import dev.tierwall.core.policy.PolicyCompiler;
import dev.tierwall.core.random.ClusterText;
import dev.tierwall.core.random.Dice;
import dev.tierwall.core.random.Pools;
import dev.tierwall.core.random.RandomCluster;
import dev.tierwall.core.random.RandomQuestions;
import dev.tierwall.core.random.Shrinker;
import dev.tierwall.core.random.Trials;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** An answer about many is true of each, and none of them is left out. */
class AnswersFuzzTest {

    private static final List<String> BLOCKS =
            List.of("internet", "10.0.0.0/29", "0.0.0.0/0", "fd00::/64", "192.168.0.0/16", "1.2.3.4/32", "::/0");

    private int answered;

    @Test
    void answersAreTrueOfEveryPairThatTheyName() {
        Trials.fuzz("answers", 250, random -> {
            Dice dice = new Dice(random);
            Snapshot snapshot = new RandomCluster(random).snapshot();
            for (int i = 0; i < 8; i++) {
                String source = name(snapshot, dice);
                boolean toItself = dice.oneIn(6);
                String destination = (toItself ? source : name(snapshot, dice));
                Inquiry inquiry = new Inquiry(source, withPort(destination, dice), Optional.empty());
                if (complaint(snapshot, inquiry).isPresent()) {
                    Snapshot small = Shrinker.shrink(
                            snapshot, some -> complaint(some, inquiry).isPresent());
                    throw new AssertionError(inquiry + ": "
                            + complaint(small, inquiry).orElseThrow() + "\n---\n" + ClusterText.of(small));
                }
            }
        });
        assertThat(answered).as("questions that had an answer").isGreaterThan(500);
    }

    /** A pod, a workload, a Service, an address or a block, as people write them. */
    private static String name(Snapshot snapshot, Dice dice) {
        List<String> names = new ArrayList<>();
        for (Pod pod : snapshot.pods().values()) {
            names.add(pod.key().toString());
            names.add(pod.workload().toString());
            pod.addresses().forEach(address -> names.add(text(address)));
        }
        for (Service service : snapshot.services().values()) {
            names.add("svc:" + service.key().qualifiedName());
            names.add("svc:" + service.key().qualifiedName());
        }
        names.add(text(dice.pick(Pools.PLACES)));
        String block = dice.pick(BLOCKS);
        names.add(block.contains(":") ? "[" + block + "]" : block);
        return dice.pick(names);
    }

    private static String text(Address address) {
        return address.family() == IpFamily.IPV6 ? "[" + address + "]" : address.toString();
    }

    private static String withPort(String name, Dice dice) {
        int port = name.startsWith("svc:") ? dice.pick(List.of(80, 53)) : dice.pick(Pools.PORT_PLACES);
        String named = dice.oneIn(5) && name.contains("Pod/") ? "http" : Integer.toString(port);
        return name + ":" + named + (dice.oneIn(2) ? "" : "/" + dice.pick(List.of(Protocol.values())));
    }

    private Optional<String> complaint(Snapshot snapshot, Inquiry inquiry) {
        try {
            return Answers.to(PolicyCompiler.compile(snapshot), inquiry)
                            instanceof Reading.Known<Answers>(Answers answers)
                    ? new Comparison(snapshot, answers).complaint()
                    : Optional.empty();
        } catch (RuntimeException failure) {
            return Optional.of("throws " + failure);
        } finally {
            answered++;
        }
    }

    private record Pair(Party source, Party destination, IpFamily family, String port) {}

    private record Comparison(Snapshot snapshot, Answers answers) {

        Optional<String> complaint() {
            Map<Pair, Boolean> said = new HashMap<>();
            for (dev.tierwall.core.question.Answer answer : answers.answers()) {
                for (Member source : answer.sources()) {
                    for (Member destination : answer.destinations()) {
                        Optional<String> wrong = complaint(answer, source, destination, said);
                        if (wrong.isPresent()) {
                            return wrong;
                        }
                    }
                }
            }
            return leftOut(said);
        }

        /** Of two different pods that the question names, each must have an answer in each family that it means. */
        private Optional<String> leftOut(Map<Pair, Boolean> said) {
            if (!(answers.source() instanceof Meaning.Pods from)
                    || !(answers.destination() instanceof Meaning.Pods to)) {
                return Optional.empty();
            }
            for (IpFamily family : Families.of(snapshot)) {
                boolean asked = isAsked(from, family)
                        && isAsked(to, family)
                        && answers.remarks().isEmpty();
                for (Pod source : asked ? from.pods() : List.<Pod>of()) {
                    for (Pod destination : to.pods()) {
                        Question question = new Question(
                                new Party.OfPod(source.key()),
                                new Party.OfPod(destination.key()),
                                family,
                                Optional.empty(),
                                0,
                                false);
                        boolean answered = said.keySet().stream()
                                .anyMatch(pair -> pair.source().equals(question.source())
                                        && pair.destination().equals(question.destination())
                                        && pair.family() == family);
                        boolean possible = new Oracle(snapshot).answer(question) != Answer.NO_FLOW;
                        if (!answered && possible && !source.equals(destination)) {
                            return Optional.of("no answer for " + question);
                        }
                    }
                }
            }
            return Optional.empty();
        }

        private Optional<String> complaint(
                dev.tierwall.core.question.Answer answer, Member source, Member destination, Map<Pair, Boolean> said) {
            boolean same = source.equals(destination) && source instanceof Member.OfPod(Pod pod) && !pod.isTemplate();
            if (same != answer.itself()) {
                return Optional.empty();
            }
            for (Party from : parties(source)) {
                for (Party to : parties(destination)) {
                    for (IpFamily family : IpFamily.values()) {
                        boolean meant = answer.only().map(family::equals).orElse(true)
                                && isAsked(answers.source(), family)
                                && isAsked(answers.destination(), family);
                        if (meant) {
                            Question question = new Question(
                                    from,
                                    to,
                                    family,
                                    Optional.of(answer.explanation().flow().protocol()),
                                    answer.explanation().flow().port(),
                                    answer.service().isPresent());
                            Optional<String> wrong = complaint(answer, question, said);
                            if (wrong.isPresent()) {
                                return wrong;
                            }
                        }
                    }
                }
            }
            return Optional.empty();
        }

        private Optional<String> complaint(
                dev.tierwall.core.question.Answer answer, Question question, Map<Pair, Boolean> said) {
            Answer expected = new Oracle(snapshot).answer(question);
            boolean used = Families.of(snapshot).contains(question.family());
            if (expected == Answer.NO_FLOW || !used) {
                return Optional.empty();
            }
            Pair pair = new Pair(
                    question.source(),
                    question.destination(),
                    question.family(),
                    question.port() + "/" + question.protocol().orElseThrow());
            Boolean before = said.put(pair, answer.isAllowed());
            if (before != null && before != answer.isAllowed()) {
                return Optional.of("two answers for " + pair);
            }
            return answer.isAllowed() == (expected == Answer.ALLOWED)
                    ? Optional.empty()
                    : Optional.of(question + " is " + expected + " for the oracle, but answered by " + answer);
        }

        /** An address, and a block, are of one family. */
        private static boolean isAsked(Meaning side, IpFamily family) {
            return switch (side) {
                case Meaning.Pods pods -> pods.only().map(family::equals).orElse(true);
                case Meaning.Behind behind -> behind.only().map(family::equals).orElse(true);
                case Meaning.Single single -> single.address().family() == family;
                case Meaning.Many many -> !many.addresses().only(family).isEmpty();
            };
        }

        /** A pod, or of a block of addresses those that nobody has and where something may change. */
        private List<Party> parties(Member member) {
            return switch (member) {
                case Member.OfPod(Pod pod) -> List.of(new Party.OfPod(pod.key()));
                case Member.OfAddresses it when it.node().isPresent() -> List.of(new Party.Outside(it.some()));
                case Member.OfAddresses it -> {
                    List<Party> some = new ArrayList<>(List.of(new Party.Outside(it.some())));
                    for (Party party : RandomQuestions.outside(snapshot)) {
                        boolean inside = party instanceof Party.Outside(Address address)
                                && it.addresses().contains(address)
                                && !isOfNode(address);
                        if (inside) {
                            some.add(party);
                        }
                    }
                    yield some;
                }
            };
        }

        private boolean isOfNode(Address address) {
            for (var node : snapshot.nodes().values()) {
                if (node.addresses().contains(address)) {
                    return true;
                }
            }
            return false;
        }
    }

    @Test
    void aBlockIsAnsweredForEveryAddressInIt() {
        Trials.fuzz("answers for blocks", 150, random -> {
            Dice dice = new Dice(random);
            Snapshot snapshot = new RandomCluster(random).snapshot();
            List<Pod> pods = new ArrayList<>();
            snapshot.pods().values().forEach(pods::add);
            Pod pod = dice.pick(pods);
            Cidr block = Cidr.parse(dice.pick(List.of("0.0.0.0/0", "10.0.0.0/29", "::/0", "fd00::/64")))
                    .orElseThrow();
            Inquiry inquiry = new Inquiry(block.toString(), pod.key() + ":80", Optional.empty());
            IpFamily family = block.family();
            boolean possible = pod.isEndpoint()
                    && (pod.address(family).isPresent() || pod.addresses().isEmpty())
                    && !pod.hostNetwork();
            if (!possible) {
                return;
            }
            if (!(Answers.to(PolicyCompiler.compile(snapshot), inquiry)
                    instanceof Reading.Known<Answers>(Answers all))) {
                return;
            }
            for (Party party : RandomQuestions.outside(snapshot)) {
                if (party instanceof Party.Outside(Address address) && block.contains(address)) {
                    assertThat(all.answers())
                            .as("%s of %s, to %s", address, block, pod.key())
                            .anyMatch(answer -> answer.sources().stream()
                                    .anyMatch(member -> member instanceof Member.OfAddresses it
                                            && it.addresses().contains(address)));
                }
            }
            for (Pod inside : pods) {
                boolean meant = inside.isEndpoint()
                        && !inside.hostNetwork()
                        && inside.addresses().stream().anyMatch(block::contains)
                        && !inside.key().equals(pod.key());
                if (meant) {
                    ObjectKey key = inside.key();
                    assertThat(all.answers())
                            .as("%s in %s, to %s", key, block, pod.key())
                            .anyMatch(answer -> answer.sources().contains(new Member.OfPod(inside)));
                }
            }
        });
    }
}
