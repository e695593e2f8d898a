package dev.tierwall.linux.nft;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tierwall.core.model.Change;
import dev.tierwall.core.model.ObjectKey;
import dev.tierwall.core.model.Pod;
import dev.tierwall.core.model.Snapshot;
import dev.tierwall.core.net.Address;
import dev.tierwall.core.nft.ElementKey;
import dev.tierwall.core.nft.NftDelta;
import dev.tierwall.core.nft.NftProgram;
import dev.tierwall.core.nft.NftSet;
import dev.tierwall.core.policy.PolicyCompiler;
import dev.tierwall.core.random.RandomCluster;
import dev.tierwall.core.random.Trials;
import dev.tierwall.core.semantics.ThreeTiers;
import dev.tierwall.linux.netlink.RefusedException;
import dev.tierwall.linux.netns.NetworkNamespace;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Programs in a real kernel, in a network namespace of the test's own. */
class KernelTableTest {

    private static NetworkNamespace here;

    @BeforeAll
    static void enter() throws IOException {
        here = NetworkNamespace.create("table");
    }

    @AfterAll
    static void leave() {
        here.close();
    }

    private static NftProgram threeTiers() {
        return NftProgram.steps(NftProgram.EMPTY, PolicyCompiler.compile(ThreeTiers.snapshot()), "here")
                .getLast();
    }

    private static Map<NftSet, Map<ElementKey, Integer>> contents(NftProgram program) {
        Map<NftSet, Map<ElementKey, Integer>> contents = new EnumMap<>(NftSet.class);
        for (NftSet set : NftSet.values()) {
            contents.put(set, program.elements(set));
        }
        return contents;
    }

    @Test
    void whatNetlinkWroteIsWhatNftWouldHaveWritten() throws IOException {
        NftProgram program = threeTiers();
        String byNetlink = here.call(() -> {
            try (KernelTable table = KernelTable.open()) {
                table.remove();
                table.load(program);
                assertThat(table.read()).isEqualTo(contents(program));
                assertThat(table.differences(program)).isEmpty();
                return NftCommand.run("", "-s", "list", "table", "inet", "tierwall");
            }
        });
        String byNft = here.call(() -> {
            NftCommand.run(program.text(), "-f", "-");
            return NftCommand.run("", "-s", "list", "table", "inet", "tierwall");
        });
        assertThat(byNetlink).isEqualTo(byNft);
        here.call(() -> {
            try (KernelTable table = KernelTable.open()) {
                assertThat(table.differences(program)).as("what nft wrote").isEmpty();
            }
            return true;
        });
    }

    @Test
    void whateverSomebodyChangedIsFoundAndRepaired() throws IOException {
        NftProgram program = threeTiers();
        Map<String, String> attacks = new LinkedHashMap<>();
        attacks.put("flush ruleset", "the table is gone");
        attacks.put("flush set inet tierwall subj_in4", "subj_in4: 0 elements too many, 5 missing");
        attacks.put("add element inet tierwall whole { 0:fff }", "whole: 1 elements too many, 0 missing");
        attacks.put("delete element inet tierwall atom4 { 203.0.113.0/24 }", "atom4: ");
        attacks.put("insert rule inet tierwall pol accept", "rule 1 of chain pol");
        attacks.put("add rule inet tierwall refuse_in accept", "rule 6 of chain refuse_in");
        attacks.put("flush chain inet tierwall forward", "rule 1 of chain forward");
        attacks.put("add chain inet tierwall mine", "chain mine of somebody else");
        attacks.put("add set inet tierwall mine { type ipv4_addr; }", "set mine of somebody else");
        attacks.put(
                "flush chain inet tierwall untracked; add rule inet tierwall untracked icmpv6 type { nd-router-solicit } accept; add rule inet tierwall untracked goto pol",
                "rule 1 of chain untracked");
        attacks.put("flush chain inet tierwall input; delete chain inet tierwall input", "chain input");
        here.call(() -> {
            try (KernelTable table = KernelTable.open()) {
                table.load(program);
                for (Map.Entry<String, String> attack : attacks.entrySet()) {
                    NftCommand.run(attack.getKey(), "-f", "-");
                    List<String> found = table.differences(program);
                    assertThat(found).as(attack.getKey()).isNotEmpty();
                    assertThat(found.getFirst()).startsWith(attack.getValue());
                    int before = table.generation();
                    assertThat(table.repair(program)).isEqualTo(found);
                    assertThat(table.generation()).as("one transaction").isEqualTo(before + 1);
                    assertThat(table.repair(program)).isEmpty();
                }
            }
            return true;
        });
    }

    /** 15,000 pods more, each of which has an element; more bytes than a user may send at once. */
    @Test
    void aProgramOfAnySizeIsLoaded() throws IOException {
        List<Change> more = new ArrayList<>();
        for (int i = 0; i < 15_000; i++) {
            Pod like = ThreeTiers.anotherApp();
            Address address = Address.parse("10.245.%d.%d".formatted(i / 250, 1 + i % 250))
                    .orElseThrow();
            more.add(new Change.Put(new Pod(
                    new ObjectKey(like.key().kind(), like.key().namespace(), "app-" + i),
                    like.labels(),
                    List.of(address),
                    like.ports(),
                    like.hostNetwork(),
                    like.state(),
                    like.node(),
                    like.workload(),
                    like.location())));
        }
        Snapshot large = ThreeTiers.snapshot().with(more);
        NftProgram program = NftProgram.steps(NftProgram.EMPTY, PolicyCompiler.compile(large), "here")
                .getLast();
        assertThat(program.size()).isGreaterThan(15_000);
        here.call(() -> {
            try (KernelTable table = KernelTable.open()) {
                table.remove();
                table.load(program);
                assertThat(table.differences(program)).isEmpty();
                table.remove();
            }
            return true;
        });
    }

    @Test
    void everyProgramOfARandomHistoryReadsBackAsItWasSent() {
        Trials.fuzz("programs in the kernel", 30, random -> {
            RandomCluster cluster = new RandomCluster(random);
            Snapshot start = cluster.snapshot();
            try {
                here.call(() -> {
                    follow(cluster, start);
                    return true;
                });
            } catch (IOException failure) {
                throw new UncheckedIOException(failure);
            }
        });
    }

    private static void follow(RandomCluster cluster, Snapshot start) throws IOException {
        try (KernelTable table = KernelTable.open()) {
            table.remove();
            NftProgram program = NftProgram.EMPTY;
            table.load(program);
            Snapshot snapshot = start;
            for (int i = 0; i < 6; i++) {
                snapshot = snapshot.with(cluster.changes(snapshot, 6));
                for (NftProgram next : NftProgram.steps(program, PolicyCompiler.compile(snapshot), "n1")) {
                    table.apply(NftDelta.between(program, next));
                    assertThat(table.read()).isEqualTo(contents(next));
                    program = next;
                }
            }
        }
    }

    @Test
    void aRefusalNamesTheObjectAndLeavesTheOldProgram() throws IOException {
        here.call(() -> {
            try (KernelTable table = KernelTable.open()) {
                table.remove();
                NftProgram program = threeTiers();
                table.load(NftProgram.EMPTY);
                assertThatThrownBy(() -> table.apply(NftDelta.between(program, NftProgram.EMPTY)))
                        .isInstanceOf(RefusedException.class)
                        .hasMessage("the kernel refuses to delete elements of subj_in4 from 10.244.0.10:"
                                + " No such file or directory");
                assertThat(table.read()).isEqualTo(contents(NftProgram.EMPTY));
            }
            return true;
        });
    }

    @Test
    void theGenerationTellsThatSomebodyChangedSomething() throws IOException {
        here.call(() -> {
            try (KernelTable table = KernelTable.open()) {
                table.load(threeTiers());
                int before = table.generation();
                assertThat(table.generation()).isEqualTo(before);
                NftCommand.run("flush set inet tierwall subj_in4", "-f", "-");
                assertThat(table.generation()).isNotEqualTo(before);
                assertThat(table.read()).isNotEqualTo(contents(threeTiers()));
                table.load(threeTiers());
                assertThat(table.read()).isEqualTo(contents(threeTiers()));
                table.remove();
                assertThat(table.isPresent()).isFalse();
            }
            return true;
        });
    }
}
