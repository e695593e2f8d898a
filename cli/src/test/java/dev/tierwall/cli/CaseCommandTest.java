package dev.tierwall.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tierwall.cli.cases.Case;
import dev.tierwall.cli.frame.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every line of every case, as the commands answer it. */
class CaseCommandTest {

    static Stream<Case> all() throws IOException {
        return Case.all().stream();
    }

    @ParameterizedTest
    @MethodSource("all")
    void checkSaysWhatIsExpectedAndNamesThePolicies(Case it) {
        List<String> wrong = new ArrayList<>();
        for (Case.Expected flow : it.flows()) {
            CommandRun run =
                    CommandRun.of("check", "-f", it.cluster().toString(), flow.from(), flow.to() + ":" + flow.port());
            boolean allowed = run.out().contains("ALLOWED") && !run.out().contains("DENIED");
            int expected = it.isFaulty() ? ExitCode.USAGE : flow.allowed() ? ExitCode.OK : ExitCode.NO;
            if (allowed != flow.allowed() || run.code() != expected) {
                wrong.add(flow + ": " + run);
            }
            flow.reason().stream()
                    .filter(name -> !run.out().contains(name))
                    .forEach(name -> wrong.add(flow + ": " + name + " is not named\n" + run.out()));
        }
        assertThat(wrong).isEmpty();
    }

    /** The rows between workloads, by their names: how ports are put into words is for the tests of list. */
    @ParameterizedTest
    @MethodSource("all")
    void listHasTheRowsOfConnectivity(Case it) throws IOException {
        CommandRun run = CommandRun.of("list", "-f", it.cluster().toString(), "-o", "csv", "--no-headers");
        List<String> listed = run.out()
                .lines()
                .map(line -> line.split(",", -1))
                .filter(cells -> !cells[0].equals("IPBlock") && !cells[3].equals("IPBlock"))
                .map(cells -> cells[1] + "/" + cells[2] + " => " + cells[4] + "/" + cells[5])
                .sorted()
                .toList();
        List<String> written = Files.readAllLines(it.folder().resolve("connectivity.txt")).stream()
                .map(line -> line.substring(0, line.indexOf(" : ")))
                .filter(line -> line.matches("[a-z][a-z-]*/\\S+ => [a-z][a-z-]*/\\S+"))
                .sorted()
                .toList();
        assertThat(listed).isEqualTo(written);
        assertThat(run.code()).isEqualTo(it.isFaulty() ? ExitCode.USAGE : ExitCode.OK);
    }
}
