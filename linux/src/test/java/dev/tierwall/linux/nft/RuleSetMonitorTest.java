package dev.tierwall.linux.nft;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tierwall.core.nft.NftDelta;
import dev.tierwall.core.nft.NftProgram;
import dev.tierwall.core.policy.PolicyCompiler;
import dev.tierwall.core.semantics.ThreeTiers;
import dev.tierwall.linux.netns.NetworkNamespace;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Changes of the rules are told of at once, with who made them. */
@Timeout(60)
class RuleSetMonitorTest {

    private static NetworkNamespace here;

    @BeforeAll
    static void enter() throws IOException {
        here = NetworkNamespace.create("monitor");
    }

    @AfterAll
    static void leave() {
        here.close();
    }

    private final BlockingQueue<RuleSetChange> heard = new LinkedBlockingQueue<>();

    private RuleSetMonitor start() throws IOException {
        return here.call(() -> RuleSetMonitor.start(heard::add));
    }

    private static void nft(String rules) throws IOException {
        here.call(() -> NftCommand.run(rules, "-f", "-"));
    }

    private RuleSetChange next() throws InterruptedException {
        RuleSetChange change = heard.poll(10, TimeUnit.SECONDS);
        assertThat(change).isNotNull();
        return change;
    }

    @Test
    void somebodyElseIsNamedAndSoAreTheTables() throws Exception {
        try (RuleSetMonitor monitor = start()) {
            assertThat(monitor).isNotNull();
            nft("add table ip one; add table inet two; add chain inet two c");
            RuleSetChange change = next();
            assertThat(change.isOwn()).isFalse();
            assertThat(change.program()).isEqualTo("nft");
            assertThat(change.tables()).containsExactlyInAnyOrder("ip one", "inet two");
            assertThat(change.mayConcern("inet tierwall")).isFalse();
            nft("flush ruleset");
            RuleSetChange next = next();
            assertThat(next.mayConcern("inet two")).isTrue();
            assertThat(next.generation()).isEqualTo(change.generation() + 1);
        }
    }

    @Test
    void whatThisProcessDoesItselfIsToldApart() throws Exception {
        NftProgram program = NftProgram.steps(NftProgram.EMPTY, PolicyCompiler.compile(ThreeTiers.snapshot()), "here")
                .getLast();
        try (RuleSetMonitor monitor = start();
                KernelTable table = here.call(KernelTable::open)) {
            assertThat(monitor).isNotNull();
            here.call(() -> {
                table.load(NftProgram.EMPTY);
                return true;
            });
            List<RuleSetChange> loading = new ArrayList<>();
            while (loading.stream().noneMatch(change -> change.mayConcern("inet tierwall"))) {
                loading.add(next());
            }
            Thread.sleep(100);
            heard.clear();
            table.apply(NftDelta.between(NftProgram.EMPTY, program));
            Thread.sleep(100);
            assertThat(heard).isNotEmpty().allSatisfy(own -> {
                assertThat(own.isOwn()).isTrue();
                assertThat(own.tables()).containsExactly("inet tierwall");
            });
            heard.clear();
            nft("flush set inet tierwall subj_in4; add element inet tierwall subj_in4 { 10.0.0.1 }");
            RuleSetChange foreign = next();
            assertThat(foreign.isOwn()).isFalse();
            assertThat(foreign.mayConcern("inet tierwall")).isTrue();
        }
    }

    @Test
    void aChangeIsToldOfAtOnce() throws Exception {
        try (RuleSetMonitor monitor = start()) {
            assertThat(monitor).isNotNull();
            List<Long> times = new ArrayList<>();
            for (int i = 0; i < 50; i++) {
                long start = System.nanoTime();
                nft("add table ip number" + i);
                next();
                times.add(System.nanoTime() - start);
            }
            times.sort(null);
            assertThat(times.get(25))
                    .as("nanoseconds, the nft command among them")
                    .isLessThan(200_000_000);
        }
    }

    @Test
    void tablesAndChainsOfEverybodyAreListed() throws Exception {
        nft("flush ruleset; add table ip filter; add chain ip filter cali-FORWARD; add table inet tierwall");
        assertThat(here.call(RuleSetReader::tables)).containsExactlyInAnyOrder("ip filter", "inet tierwall");
        assertThat(here.call(RuleSetReader::chains))
                .containsExactly(new RuleSetReader.Chain("ip filter", "cali-FORWARD"));
        nft("flush ruleset");
    }
}
