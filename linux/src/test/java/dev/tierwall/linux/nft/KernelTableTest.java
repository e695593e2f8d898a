package dev.tierwall.linux.nft;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tierwall.core.model.Snapshot;
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
import java.util.EnumMap;
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
                return NftCommand.run("", "-s", "list", "table", "inet", "tierwall");
            }
        });
        String byNft = here.call(() -> {
            NftCommand.run(program.text(), "-f", "-");
            return NftCommand.run("", "-s", "list", "table", "inet", "tierwall");
        });
        assertThat(byNetlink).isEqualTo(byNft);
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
