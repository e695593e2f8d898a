package dev.tierwall.kube.manifest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.tierwall.core.model.Finding;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** What docs/input.md says in its tables is what happens. */
class InputDocumentTest {

    private static final Path DOCUMENT = Path.of("..", "docs", "input.md");
    private static final String POLICY =
            "apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata: {name: p}\nspec: {podSelector: {%s}, ingress: [%s]}\n";

    /** The rows of the table with this first heading, without the ticks around the first cell. */
    private static List<String[]> rows(String heading) throws IOException {
        List<String[]> rows = new ArrayList<>();
        boolean inside = false;
        for (String line : Files.readAllLines(DOCUMENT)) {
            if (line.startsWith("| " + heading + " |")) {
                inside = true;
            } else if (inside && line.startsWith("| `")) {
                String[] cells = line.substring(2, line.length() - 2).split(" \\| ");
                rows.add(new String[] {cells[0].substring(1, cells[0].length() - 1), cells[1]});
            } else if (inside && !line.startsWith("|")) {
                break;
            }
        }
        return rows;
    }

    private static List<String> said(String manifest) {
        byte[] bytes = manifest.getBytes(StandardCharsets.UTF_8);
        List<Finding> findings = Manifests.read(List.of("-"), "default", new ByteArrayInputStream(bytes))
                .findings();
        return findings.stream()
                .filter(finding -> finding.location().line() > 0)
                .map(finding -> finding.problem() + "; " + finding.remedy())
                .toList();
    }

    private static Stream<DynamicTest> tests(String heading, String before, String after) throws IOException {
        return rows(heading).stream()
                .map(row -> dynamicTest(
                        row[0],
                        () -> assertThat(said(before + row[0] + after)).first().isEqualTo(row[1])));
    }

    @TestFactory
    Stream<DynamicTest> messages() throws IOException {
        String rest = "]}]}\n";
        String head = POLICY.substring(0, POLICY.indexOf("%s"));
        return Stream.of(
                        tests("in `ports`", head + "}, ingress: [{ports: [", rest),
                        tests("in `from`", head + "}, ingress: [{from: [", rest),
                        tests("in `podSelector`", head, "}}\n"),
                        tests("as a document", "", "\n"))
                .flatMap(tests -> tests);
    }

    @TestFactory
    Stream<DynamicTest> words() throws IOException {
        return rows("written").stream()
                .map(row -> dynamicTest(row[0], () -> {
                    String kind = switch (row[1].charAt(1)) {
                        case '"' -> "";
                        case 't', 'f' -> "boolean";
                        case 'n' -> "null";
                        default -> "number";
                    };
                    String finding = "the value of `a` in `labels` must be a string, but is a " + kind;
                    List<String> said =
                            said("apiVersion: v1\nkind: Pod\nmetadata: {name: p, labels: {a: " + row[0] + "}}\n");
                    if (kind.equals("boolean") || kind.equals("number")) {
                        assertThat(said).first().asString().startsWith(finding);
                    } else {
                        assertThat(said).noneMatch(text -> text.contains("must be a string"));
                    }
                }));
    }

    @Test
    void noTableIsEmpty() throws IOException {
        for (String heading : List.of("written", "in `ports`", "in `from`", "in `podSelector`", "as a document")) {
            assertThat(rows(heading)).as(heading).hasSizeGreaterThan(5);
        }
    }
}
