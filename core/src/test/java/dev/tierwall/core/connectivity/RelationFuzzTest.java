package dev.tierwall.core.connectivity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tierwall.core.collect.Bits;
import dev.tierwall.core.model.Pod;
import dev.tierwall.core.model.Snapshot;
import dev.tierwall.core.net.Address;
import dev.tierwall.core.net.ConnectionSet;
import dev.tierwall.core.net.IpFamily;
import dev.tierwall.core.net.PortSet;
import dev.tierwall.core.net.Protocol;
import dev.tierwall.core.oracle.Party;
import dev.tierwall.core.policy.CompiledPolicy;
import dev.tierwall.core.policy.PeerSet;
import dev.tierwall.core.policy.PolicyCompiler;
import dev.tierwall.core.random.ClusterText;
import dev.tierwall.core.random.Dice;
import dev.tierwall.core.random.Pools;
import dev.tierwall.core.random.RandomCluster;
import dev.tierwall.core.random.RandomQuestions;
import dev.tierwall.core.random.Trials;
import dev.tierwall.core.verdict.End;
import dev.tierwall.core.verdict.VerdictJudge;
import dev.tierwall.core.verdict.Verdicts;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The rectangles of a relation hold exactly what single verdicts allow, and witnesses are in them. */
class RelationFuzzTest {

    /** A peer as one member of a PeerSet. */
    private record Member(End end, PeerSet set) {}

    @Test
    void anyTwoMeetInAtMostOneRectangleWhichIsTheirVerdict() {
        Trials.fuzz("rectangles", 60, random -> {
            Snapshot snapshot = new RandomCluster(random).snapshot();
            CompiledPolicy policy = PolicyCompiler.compile(snapshot);
            for (IpFamily family : IpFamily.values()) {
                List<Member> members = members(policy, family);
                List<Rectangle> all = new Relation(policy, family).rectangles();
                for (Member source : members) {
                    List<Rectangle> rectangles = all.stream()
                            .filter(rectangle -> overlap(rectangle.sources(), source.set()))
                            .toList();
                    for (Member destination : members) {
                        if (isBeyondPolicies(policy, source, destination)) {
                            continue;
                        }
                        List<ConnectionSet> meeting = rectangles.stream()
                                .filter(rectangle -> overlap(rectangle.destinations(), destination.set()))
                                .map(Rectangle::connections)
                                .toList();
                        ConnectionSet verdict = Verdicts.allowed(policy, source.end(), destination.end(), family);
                        if (!meeting.equals(verdict.isEmpty() ? List.of() : List.of(verdict))) {
                            throw new AssertionError(source.end() + " to " + destination.end() + ": verdict " + verdict
                                    + ", rectangles " + meeting + "\n" + ClusterText.of(snapshot));
                        }
                    }
                }
            }
        });
    }

    @Test
    void aWitnessIsFoundExactlyIfThereIsAConnection() {
        Trials.fuzz("witnesses", 200, random -> {
            Dice dice = new Dice(random);
            Snapshot snapshot = new RandomCluster(random).snapshot();
            CompiledPolicy policy = PolicyCompiler.compile(snapshot);
            IpFamily family = dice.pick(List.of(IpFamily.values()));
            Relation relation = new Relation(policy, family);
            for (int i = 0; i < 10; i++) {
                PeerSet from = some(policy, family, dice);
                PeerSet to = some(policy, family, dice);
                ConnectionSet wanted = ConnectionSet.of(
                        dice.pick(List.of(Protocol.values())), PortSet.of(dice.pick(Pools.PORT_PLACES)));
                Optional<Rectangle> witness = relation.find(from, to, wanted);
                boolean exists = relation.rectangles().stream()
                        .anyMatch(rectangle -> overlap(rectangle.sources(), from)
                                && overlap(rectangle.destinations(), to)
                                && !rectangle.connections().intersect(wanted).isEmpty());
                assertThat(witness.isPresent()).isEqualTo(exists);
                witness.ifPresent(found -> {
                    assertThat(found.sources().minus(from).isEmpty()).isTrue();
                    assertThat(found.destinations().minus(to).isEmpty()).isTrue();
                    assertThat(wanted.containsAll(found.connections())).isTrue();
                    assertThat(found.connections().isEmpty()).isFalse();
                });
            }
        });
    }

    private static PeerSet some(CompiledPolicy policy, IpFamily family, Dice dice) {
        List<Member> members = members(policy, family);
        PeerSet set = PeerSet.EMPTY;
        for (Member member : dice.some(members, 4)) {
            set = set.union(member.set());
        }
        return set;
    }

    /** Outside to outside is no matter of policies, and neither is what a pod or a node does with its own. */
    private static boolean isBeyondPolicies(CompiledPolicy policy, Member source, Member destination) {
        boolean outsideOnly = source.end() instanceof End.OfAddress && destination.end() instanceof End.OfAddress;
        boolean own = source.end() instanceof End.OfPod(Pod from)
                && destination.end() instanceof End.OfPod(Pod to)
                && from.key().equals(to.key());
        boolean onNode = policy.snapshot().nodes().size() > 0
                && destination.end() instanceof End.OfPod(Pod pod)
                && pod.node().isPresent()
                && !(source.end() instanceof End.OfPod(Pod from2) && !from2.hostNetwork());
        return outsideOnly || own || onNode;
    }

    private static boolean overlap(PeerSet one, PeerSet other) {
        return !one.intersect(other).isEmpty();
    }

    private static List<Member> members(CompiledPolicy policy, IpFamily family) {
        List<Member> members = new ArrayList<>();
        for (Pod pod : policy.snapshot().pods().values()) {
            policy.classOf(pod.key())
                    .filter(endpoints -> endpoints.key().isIn(family))
                    .ifPresent(endpoints -> members.add(
                            new Member(new End.OfPod(pod), new PeerSet(Bits.of(endpoints.id()), Bits.EMPTY))));
        }
        for (Party party : RandomQuestions.outside(policy.snapshot())) {
            if (VerdictJudge.end(policy.snapshot(), party) instanceof End.OfAddress(Address address)
                    && address.family() == family) {
                int atom = policy.atoms().indexOf(address);
                members.add(new Member(new End.OfAddress(address), new PeerSet(Bits.EMPTY, Bits.of(atom))));
            }
        }
        return members;
    }
}
