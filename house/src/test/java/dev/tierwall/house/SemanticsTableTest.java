package dev.tierwall.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * Every decision in SEMANTICS.md names, in the last column of its row, the tests that hold it; and each test in
 * {@link #TESTS_OF_DECISIONS} holds a decision that is written down.
 */
class SemanticsTableTest {
    private static final Path SEMANTICS = Path.of("SEMANTICS.md");
    private static final Path TESTS_OF_DECISIONS = Path.of("core/src/test/java/dev/tierwall/core/semantics");
    private static final Pattern TEST = Pattern.compile("\\w+\\.\\w+");
    private static final Set<String> TEST_ANNOTATIONS =
            Set.of("Test", "ParameterizedTest", "RepeatedTest", "TestFactory", "FuzzTest");

    @Test
    void everyRowNamesATestThatExists() {
        Document semantics = Document.read(SEMANTICS);
        assertThat(semantics.rows).isNotEmpty();
        assertThat(complaints(semantics, tests(method -> true))).isEmpty();
    }

    @Test
    void everyTestOfADecisionStandsInARow() {
        Set<String> named = Document.read(SEMANTICS).rows.stream()
                .flatMap(row -> row.getLast().code().stream())
                .collect(Collectors.toSet());
        assertThat(tests(method -> method.file().startsWith(TESTS_OF_DECISIONS)))
                .isNotEmpty()
                .isSubsetOf(named);
    }

    @Test
    void aRowWithoutATestIsSeen() {
        Document table = Document.parse(SEMANTICS, """
                | topic | answer | test |
                |---|---|---|
                | a | yes | `FlowTest.a` |
                | b | `no` | `FlowTest.b`, `FlowTest.gone` |
                | c | `FlowTest.a` | |
                """);
        assertThat(complaints(table, Set.of("FlowTest.a", "FlowTest.b")))
                .containsExactly("b: there is no test FlowTest.gone", "c: names no test as `ClassName.methodName`");
    }

    private static List<String> complaints(Document semantics, Set<String> tests) {
        List<String> complaints = new ArrayList<>();
        for (List<Document.Cell> row : semantics.rows) {
            String topic = row.getFirst().text() + ": ";
            List<String> named = row.getLast().code().stream()
                    .filter(TEST.asMatchPredicate())
                    .toList();
            if (named.isEmpty()) {
                complaints.add(topic + "names no test as `ClassName.methodName`");
            }
            named.stream()
                    .filter(test -> !tests.contains(test))
                    .forEach(test -> complaints.add(topic + "there is no test " + test));
        }
        return complaints;
    }

    private static Set<String> tests(Predicate<Sources.Method> which) {
        return Sources.METHODS.stream()
                .filter(which)
                .filter(method -> method.annotations().stream().anyMatch(TEST_ANNOTATIONS::contains))
                .map(method -> method.type() + "." + method.name())
                .collect(Collectors.toSet());
    }
}
