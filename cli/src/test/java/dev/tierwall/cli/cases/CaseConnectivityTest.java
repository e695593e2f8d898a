package dev.tierwall.cli.cases;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tierwall.core.connectivity.Connectivity;
import dev.tierwall.core.connectivity.Party;
import dev.tierwall.core.connectivity.Row;
import dev.tierwall.core.model.Node;
import dev.tierwall.core.model.ObjectKey;
import dev.tierwall.core.model.Snapshot;
import dev.tierwall.core.net.Address;
import dev.tierwall.core.net.AddressRange;
import dev.tierwall.core.net.AddressSet;
import dev.tierwall.core.net.IpFamily;
import dev.tierwall.core.oracle.Answer;
import dev.tierwall.core.oracle.Oracle;
import dev.tierwall.core.oracle.Question;
import dev.tierwall.core.policy.PolicyCompiler;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Who reaches whom in every case: connectivity.txt, one row a line, and what the oracle says of the flows in it. */
class CaseConnectivityTest {

    /** Writes what is found instead of comparing it; read the difference before you commit it. */
    private static final boolean UPDATE = Boolean.getBoolean("tierwall.cases.update");

    static Stream<Case> all() throws IOException {
        return Case.all().stream();
    }

    @ParameterizedTest
    @MethodSource("all")
    void everyRowIsWrittenDown(Case it) throws IOException {
        Path file = it.folder().resolve("connectivity.txt");
        List<String> rows = rows(it.snapshot()).stream()
                .map(CaseConnectivityTest::text)
                .sorted()
                .toList();
        if (UPDATE) {
            Files.write(file, rows);
        }
        assertThat(rows).isEqualTo(Files.readAllLines(file));
    }

    /** A flow that the oracle allows is in a row, and a pair that it denies a flow between single pods has it in none. */
    @ParameterizedTest
    @MethodSource("all")
    void theRowsHoldTheFlowsThatTheOracleAllows(Case it) {
        Snapshot snapshot = it.snapshot();
        List<Row> rows = rows(snapshot);
        List<String> wrong = new ArrayList<>();
        for (Case.Expected flow : it.flows()) {
            for (Question question : new Cast(snapshot).questions(flow)) {
                Answer answer = new Oracle(snapshot).answer(question);
                boolean judged = answer != Answer.NO_FLOW && isBetweenParties(question, snapshot);
                if (judged && holds(rows, question, snapshot) != (answer == Answer.ALLOWED)) {
                    wrong.add(question + " is " + answer);
                }
            }
        }
        assertThat(wrong).isEmpty();
    }

    private static List<Row> rows(Snapshot snapshot) {
        List<Row> rows = new ArrayList<>();
        Connectivity.of(PolicyCompiler.compile(snapshot)).rows(rows::add);
        return rows;
    }

    private static boolean holds(List<Row> rows, Question question, Snapshot snapshot) {
        return rows.stream()
                .anyMatch(row -> row.only().map(question.family()::equals).orElse(true)
                        && isIn(row.source(), question.source(), snapshot)
                        && isIn(row.destination(), question.destination(), snapshot)
                        && row.connections().contains(question.protocol().orElseThrow(), question.port()));
    }

    /** Rows tell nothing of a workload and itself, of addresses among themselves, and of a node and its own pods. */
    private static boolean isBetweenParties(Question question, Snapshot snapshot) {
        for (Node node : snapshot.nodes().values()) {
            boolean isNode = question.source() instanceof dev.tierwall.core.oracle.Party.Outside(Address address)
                    && node.addresses().contains(address);
            if (isNode) {
                return false;
            }
        }
        return !question.source().equals(question.destination());
    }

    private static boolean isIn(Party party, dev.tierwall.core.oracle.Party member, Snapshot snapshot) {
        return switch (party) {
            case Party.OfWorkload(ObjectKey workload) ->
                member instanceof dev.tierwall.core.oracle.Party.OfPod(ObjectKey pod)
                        && snapshot.pods().get(pod).orElseThrow().workload().equals(workload);
            case Party.OfAddresses(AddressSet addresses) ->
                member instanceof dev.tierwall.core.oracle.Party.Outside(Address address)
                        && addresses.contains(address);
        };
    }

    private static String text(Row row) {
        return text(row.source()) + " => " + text(row.destination()) + " : " + row.connections()
                + row.only()
                        .map(IpFamily::label)
                        .map(family -> " (" + family + ")")
                        .orElse("");
    }

    private static String text(Party party) {
        return switch (party) {
            case Party.OfWorkload(ObjectKey key) -> key.qualifiedName();
            case Party.OfAddresses(AddressSet addresses) ->
                addresses.ranges().stream().map(AddressRange::toString).collect(Collectors.joining(","));
        };
    }
}
