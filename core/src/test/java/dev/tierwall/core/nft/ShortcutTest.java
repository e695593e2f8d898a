package dev.tierwall.core.nft;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tierwall.core.model.Change;
import dev.tierwall.core.model.ObjectKey;
import dev.tierwall.core.model.Pod;
import dev.tierwall.core.model.Snapshot;
import dev.tierwall.core.net.Address;
import dev.tierwall.core.net.IpFamily;
import dev.tierwall.core.policy.CompiledPolicy;
import dev.tierwall.core.policy.PolicyCompiler;
import dev.tierwall.core.random.Dice;
import dev.tierwall.core.random.RandomCluster;
import dev.tierwall.core.random.Trials;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The next program is the same, whether it was found from what changed or from nothing. */
class ShortcutTest {

    private static final String NODE = "n1";

    private int shortcuts;
    private int changes;

    @Test
    void theShortcutLeadsWhereTheFullWayLeads() {
        Trials.fuzz("shortcuts", 400, random -> {
            Dice dice = new Dice(random);
            Snapshot snapshot = grown(Network.placed(new RandomCluster(random).snapshot(), NODE), dice);
            CompiledPolicy policy = PolicyCompiler.compile(snapshot);
            NftProgram program =
                    NftProgram.steps(NftProgram.EMPTY, policy, NODE).getLast();
            for (int i = 0; i < 12; i++) {
                List<Change> some = podChanges(policy.snapshot(), dice);
                CompiledPolicy next = PolicyCompiler.recompile(policy, some);
                shortcuts += NftProgram.nextByShortcut(program, next, NODE).isPresent() ? 1 : 0;
                changes++;
                program = both(program, next);
                policy = next;
            }
        });
        System.out.println("fuzz: shortcuts: " + changes + " changes, " + shortcuts + " shortcuts");
        assertThat(shortcuts).isGreaterThan(changes / 4);
    }

    /** Goes both ways, step by step. */
    private static NftProgram both(NftProgram from, CompiledPolicy policy) {
        NftProgram last = from;
        do {
            NftProgram quick = NftProgram.next(last, policy, NODE);
            NftProgram full = NftProgram.nextInFull(last, policy, NODE);
            for (NftSet set : NftSet.values()) {
                assertThat(quick.elements(set)).as(set.label()).isEqualTo(full.elements(set));
            }
            assertThat(quick.connections()).isEqualTo(full.connections());
            assertThat(quick.isSettled()).isEqualTo(full.isSettled());
            assertThat(quick.generation()).isEqualTo(full.generation());
            last = quick;
        } while (!last.isSettled());
        return last;
    }

    /** A second pod beside each, so that most changes stay within a class. */
    private static Snapshot grown(Snapshot snapshot, Dice dice) {
        Snapshot result = snapshot;
        int number = 0;
        for (Pod pod : snapshot.pods().values()) {
            for (int i = dice.below(3); i >= 0 && !pod.isTemplate(); i--) {
                result = result.with(new Change.Put(twin(pod, number++, dice)));
            }
        }
        return result;
    }

    private static Pod twin(Pod pod, int number, Dice dice) {
        List<Address> addresses = new ArrayList<>();
        for (IpFamily family : IpFamily.values()) {
            if (pod.addresses().stream().anyMatch(address -> address.family() == family)) {
                addresses.add(
                        family == IpFamily.IPV4
                                ? Address.parse("172.16.0." + (1 + number % 250))
                                        .orElseThrow()
                                : Address.parse("fd77::" + (1 + number % 250)).orElseThrow());
            }
        }
        Optional<String> node = dice.oneIn(3) ? Optional.of("n2") : pod.node();
        return copy(pod, pod.key().name() + "-" + number, addresses, node);
    }

    private static Pod copy(Pod pod, String name, List<Address> addresses, Optional<String> node) {
        return new Pod(
                new ObjectKey(pod.key().kind(), pod.key().namespace(), name),
                pod.labels(),
                addresses,
                pod.ports(),
                pod.hostNetwork(),
                pod.state(),
                node,
                pod.workload(),
                pod.location());
    }

    private static List<Change> podChanges(Snapshot snapshot, Dice dice) {
        List<Pod> pods = new ArrayList<>();
        snapshot.pods().values().forEach(pod -> {
            if (!pod.isTemplate()) {
                pods.add(pod);
            }
        });
        pods.sort((one, other) -> one.key().compareTo(other.key()));
        List<Change> some = new ArrayList<>();
        for (int i = 1 + dice.below(2); i > 0 && !pods.isEmpty(); i--) {
            Pod pod = dice.pick(pods);
            some.add(
                    switch (dice.below(4)) {
                        case 0 -> new Change.Delete(pod.key());
                        case 1 -> new Change.Put(twin(pod, 100 + dice.below(60), dice));
                        case 2 -> new Change.Put(copy(pod, pod.key().name(), pod.addresses(), Optional.of("n2")));
                        default ->
                            new Change.Put(copy(
                                    pod,
                                    pod.key().name(),
                                    twin(pod, dice.below(60), dice).addresses(),
                                    pod.node()));
                    });
        }
        return some;
    }
}
