package dev.tierwall.core.claim;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tierwall.core.claim.Claim.Expectation;
import dev.tierwall.core.claim.Outcome.Status;
import dev.tierwall.core.connectivity.Families;
import dev.tierwall.core.model.Node;
import dev.tierwall.core.model.ObjectKey;
import dev.tierwall.core.model.Pod;
import dev.tierwall.core.model.PortMatch;
import dev.tierwall.core.model.Snapshot;
import dev.tierwall.core.net.Address;
import dev.tierwall.core.net.IpFamily;
import dev.tierwall.core.net.Protocol;
import dev.tierwall.core.oracle.Answer;
import dev.tierwall.core.oracle.Oracle;
import dev.tierwall.core.oracle.Party;
import dev.tierwall.core.oracle.Question;
import dev.tierwall.core.policy.CompiledPolicy;
import dev.tierwall.core.policy.PolicyCompiler;
import dev.tierwall.core.random.ClusterText;
import dev.tierwall.core.random.Dice;
import dev.tierwall.core.random.Pools;
import dev.tierwall.core.random.RandomClaims;
import dev.tierwall.core.random.RandomCluster;
import dev.tierwall.core.random.RandomQuestions;
import dev.tierwall.core.random.Trials;
import dev.tierwall.core.verdict.End;
import dev.tierwall.core.verdict.Flow;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A claim about all pods, addresses and ports at once comes out as the oracle says pair by pair and port by port. */
class ClaimFuzzTest {

    @Test
    void claimsComeOutAsTheOracleSaysPairByPair() {
        Map<Status, Integer> seen = new EnumMap<>(Status.class);
        Trials.fuzz("claims", 80, random -> {
            Snapshot snapshot = new RandomCluster(random).snapshot();
            CompiledPolicy policy = PolicyCompiler.compile(snapshot);
            Claims claims = new Claims(policy, Optional.empty());
            RandomClaims some = new RandomClaims(new Dice(random));
            for (int i = 0; i < 6; i++) {
                Claim claim = some.claim();
                Outcome outcome = claims.judge(claim);
                seen.merge(outcome.status(), 1, Integer::sum);
                Optional<Question> wrong = new Pairs(policy, claim).wrong();
                if (wrong.isPresent() != (outcome.status() == Status.FAILS)) {
                    throw new AssertionError(
                            claim + "\nis " + outcome + "\nbut wrong is " + wrong + "\n" + ClusterText.of(snapshot));
                }
                outcome.counterexample()
                        .ifPresent(found -> assertThat(new Pairs(policy, claim).isWrong(question(found.flow())))
                                .as(claim + " " + found.flow())
                                .isTrue());
            }
        });
        assertThat(seen).containsKeys(Status.HOLDS, Status.FAILS, Status.EMPTY);
        assertThat(seen.get(Status.HOLDS)).isGreaterThan(40);
        assertThat(seen.get(Status.FAILS)).isGreaterThan(40);
    }

    private static Question question(Flow flow) {
        return new Question(
                party(flow.source()),
                party(flow.destination()),
                flow.family(),
                Optional.of(flow.protocol()),
                flow.port(),
                false);
    }

    private static Party party(End end) {
        return switch (end) {
            case End.OfPod(Pod pod) -> new Party.OfPod(pod.key());
            case End.OfAddress(Address address) -> new Party.Outside(address);
        };
    }

    /** All that a claim speaks of, one by one. */
    private record Pairs(CompiledPolicy policy, Claim claim) {

        /** A connection that is not as claimed. */
        Optional<Question> wrong() {
            List<Party> all = new ArrayList<>(RandomQuestions.outside(policy.snapshot()));
            policy.snapshot().pods().forEach(entry -> all.add(new Party.OfPod(entry.key())));
            for (Party source : all) {
                for (Party destination : all) {
                    if (!isMeant(source, destination)) {
                        continue;
                    }
                    for (IpFamily family : Families.of(policy.snapshot())) {
                        for (Protocol protocol : Protocol.values()) {
                            for (int port : Pools.PORT_PLACES) {
                                Question question =
                                        new Question(source, destination, family, Optional.of(protocol), port, false);
                                if (isWrong(question)) {
                                    return Optional.of(question);
                                }
                            }
                        }
                    }
                }
            }
            return Optional.empty();
        }

        boolean isWrong(Question question) {
            if (!isMeant(question.source(), question.destination()) || !isOnPort(question)) {
                return false;
            }
            Answer answer = new Oracle(policy.snapshot()).answer(question);
            return answer == (claim.expectation() == Expectation.ALLOWED ? Answer.DENIED : Answer.ALLOWED);
        }

        private boolean isMeant(Party source, Party destination) {
            if (isBeyondPolicies(source, destination)) {
                return false;
            }
            boolean from = isIn(claim.from(), source);
            boolean to = isIn(claim.to(), destination);
            return switch (claim.expectation()) {
                case ALLOWED, DENIED -> from && to;
                case ONLY_FROM -> !from && to;
                case ONLY_TO -> from && !to;
            };
        }

        private boolean isOnPort(Question question) {
            if (!(claim.ports() instanceof ClaimedPorts.Listed(List<PortMatch> ports))) {
                return true;
            }
            Protocol protocol = question.protocol().orElseThrow();
            return ports.stream().anyMatch(port -> switch (port) {
                case PortMatch.Everything everything -> true;
                case PortMatch.Numbers numbers ->
                    numbers.protocol() == protocol && numbers.ports().contains(question.port());
                case PortMatch.Named named ->
                    named.protocols().contains(protocol)
                            && question.destination() instanceof Party.OfPod(ObjectKey key)
                            && pod(key).port(named.name(), protocol).equals(Optional.of(question.port()));
            });
        }

        private Pod pod(ObjectKey key) {
            return policy.snapshot().pods().get(key).orElseThrow();
        }

        private boolean isIn(Crowd crowd, Party party) {
            return switch (crowd) {
                case Crowd.Everyone everyone -> true;
                case Crowd.AnyOf(List<Crowd> crowds) -> crowds.stream().anyMatch(each -> isIn(each, party));
                case Crowd.Without(Crowd all, Crowd others) -> isIn(all, party) && !isIn(others, party);
                case Crowd.Named named -> throw new IllegalArgumentException();
                case Crowd.Addressed addressed ->
                    switch (party) {
                        case Party.Outside(Address address) ->
                            addressed.addresses().contains(address);
                        case Party.OfPod(ObjectKey key) ->
                            policy.addressesOf(pod(key)).stream().anyMatch(addressed.addresses()::contains);
                    };
                case Crowd.Selected selected ->
                    party instanceof Party.OfPod(ObjectKey key)
                            && (selected.namespaces().isEmpty()
                                    || selected.namespaces().stream()
                                            .anyMatch(in -> in.name().equals(key.namespace())))
                            && selected.namespaceLabels()
                                    .matches(policy.snapshot().namespaceLabels(key.namespace()))
                            && selected.pods().matches(pod(key).labels());
            };
        }

        private boolean isBeyondPolicies(Party source, Party destination) {
            if (!(destination instanceof Party.OfPod(ObjectKey key))) {
                return source instanceof Party.Outside;
            }
            List<Address> ofNode = pod(key).node()
                    .flatMap(policy.snapshot().nodes()::get)
                    .map(Node::addresses)
                    .orElse(List.of());
            return switch (source) {
                case Party.Outside(Address address) -> ofNode.contains(address);
                case Party.OfPod(ObjectKey own) -> {
                    boolean itself = own.equals(key) && !pod(key).isTemplate();
                    Pod host = pod(own);
                    boolean node = host.hostNetwork()
                            && pod(key).node().isPresent()
                            && (host.node().equals(pod(key).node())
                                    || host.addresses().stream().anyMatch(ofNode::contains));
                    yield itself || node;
                }
            };
        }
    }
}
