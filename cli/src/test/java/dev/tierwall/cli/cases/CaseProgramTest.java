package dev.tierwall.cli.cases;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tierwall.core.nft.NftProgram;
import dev.tierwall.core.policy.CompiledPolicy;
import dev.tierwall.core.policy.PolicyCompiler;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the kernel of each node is to hold in every case: program.nft, without the rules, which are always the same. */
class CaseProgramTest {

    /** Writes what is found instead of comparing it; read the difference before you commit it. */
    private static final boolean UPDATE = Boolean.getBoolean("tierwall.cases.update");

    static Stream<Case> all() throws IOException {
        return Case.all().stream();
    }

    @ParameterizedTest
    @MethodSource("all")
    void theProgramOfEveryNodeIsWrittenDown(Case it) throws IOException {
        Path file = it.folder().resolve("program.nft");
        OnNodes cluster = OnNodes.of(it.snapshot());
        CompiledPolicy policy = PolicyCompiler.compile(cluster.snapshot());
        String text = cluster.nodes().stream()
                .map(node -> "# " + node + "\n" + elements(NftProgram.of(policy, node)))
                .collect(Collectors.joining());
        if (UPDATE) {
            Files.writeString(file, text);
        }
        assertThat(text).isEqualTo(Files.readString(file));
    }

    /** The sets that have elements. */
    private static String elements(NftProgram program) {
        StringBuilder found = new StringBuilder();
        StringBuilder set = new StringBuilder();
        for (String line : program.text().lines().toList()) {
            boolean begins = line.startsWith("\tset ") || line.startsWith("\tmap ");
            set = begins ? new StringBuilder() : set;
            set.append(line).append('\n');
            if (line.equals("\t}") && set.indexOf("elements = ") >= 0) {
                found.append(set);
            }
        }
        return found.toString();
    }
}
