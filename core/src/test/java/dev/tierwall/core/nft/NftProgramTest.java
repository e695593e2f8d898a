package dev.tierwall.core.nft;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tierwall.core.model.Change;
import dev.tierwall.core.model.Pod;
import dev.tierwall.core.model.Snapshot;
import dev.tierwall.core.policy.CompiledPolicy;
import dev.tierwall.core.policy.PolicyCompiler;
import dev.tierwall.core.semantics.ThreeTiers;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class NftProgramTest {

    private static final Path GOLDEN = Path.of("src/test/resources/nft");

    private static NftProgram program(Snapshot snapshot) {
        return after(NftProgram.EMPTY, PolicyCompiler.compile(snapshot));
    }

    private static NftProgram after(NftProgram previous, CompiledPolicy policy) {
        return NftProgram.steps(previous, policy, "here").getLast();
    }

    /** Compares with a file; {@code -Dtierwall.golden=write} writes it instead. */
    private static void isGolden(String name, String text) {
        Path file = GOLDEN.resolve(name);
        try {
            if (System.getProperty("tierwall.golden", "").equals("write")) {
                Files.createDirectories(GOLDEN);
                Files.writeString(file, text, StandardCharsets.UTF_8);
            }
            assertThat(text).isEqualTo(Files.readString(file, StandardCharsets.UTF_8));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    @Test
    void theNodeWithoutPodsHasTheSkeletonAlone() {
        isGolden("empty.nft", NftProgram.EMPTY.text());
    }

    @Test
    void threeTiersOnOneNode() {
        NftProgram program = program(ThreeTiers.snapshot());
        assertThat(program.isSettled()).isTrue();
        isGolden("three-tiers.nft", program.text());
    }

    @Test
    void oneRemotePodMoreIsOneElementForEachFamily() {
        NftProgram before = program(ThreeTiers.snapshot());
        CompiledPolicy grown = PolicyCompiler.compile(ThreeTiers.with(ThreeTiers.anotherApp()));
        NftProgram after = NftProgram.next(before, grown, "here");
        assertThat(after.isSettled()).isTrue();
        assertThat(NftDelta.between(before, after).size()).isEqualTo(2);
        isGolden("one-pod-more.nft", NftDelta.between(before, after).text());
    }

    @Test
    void aClassThatSplitsGivesThePartThatChangesANewNumber() {
        NftProgram before = program(ThreeTiers.snapshot());
        Pod app = ThreeTiers.snapshot().pods().values().iterator().next();
        Pod grown = ThreeTiers.anotherApp();
        Snapshot two = ThreeTiers.with(grown);
        NftProgram with = after(before, PolicyCompiler.compile(two));
        Snapshot quarantined = two.with(new Change.Put(ThreeTiers.inQuarantine(grown)));
        NftProgram after = after(with, PolicyCompiler.compile(quarantined));
        ElementKey moved = new ElementKey.Single(grown.addresses().getFirst());
        assertThat(after.elements(NftSet.PEER4).get(moved))
                .isNotEqualTo(with.elements(NftSet.PEER4).get(moved));
        ElementKey stays = new ElementKey.Single(app.addresses().getFirst());
        assertThat(after.elements(NftSet.PEER4).get(stays))
                .isEqualTo(with.elements(NftSet.PEER4).get(stays));
    }

    @Test
    void nodesWithoutLocalSubjectsNeedNoElement() {
        CompiledPolicy policy = PolicyCompiler.compile(ThreeTiers.snapshot());
        NftProgram elsewhere = NftProgram.next(NftProgram.EMPTY, policy, "elsewhere");
        assertThat(elsewhere.size()).isZero();
        assertThat(elsewhere.generation()).isEqualTo(NftProgram.EMPTY.generation());
        assertThat(elsewhere.isSettled()).isTrue();
    }

    @Test
    void theSameFactsGiveTheSameText() {
        assertThat(program(ThreeTiers.snapshot()).text())
                .isEqualTo(program(ThreeTiers.snapshot()).text());
    }
}
