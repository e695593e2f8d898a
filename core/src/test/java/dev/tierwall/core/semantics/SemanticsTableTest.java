package dev.tierwall.core.semantics;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Holds SEMANTICS.md and the tests of this package to one another. */
class SemanticsTableTest {

    private static final Pattern TEST_NAME = Pattern.compile("`([A-Z]\\w*Test)\\.(\\w+)`");
    private static final Pattern TEST_METHOD =
            Pattern.compile("@(?:Parameterized)?Test\\b(?:(?!\\bvoid\\b).)*?void (\\w+)\\(", Pattern.DOTALL);

    private static Path root() {
        Path folder = Path.of("").toAbsolutePath();
        while (!Files.exists(folder.resolve("SEMANTICS.md"))) {
            folder = folder.getParent();
        }
        return folder;
    }

    /** The test methods of every test class of the repository. */
    private static Map<String, TreeSet<String>> testsByClass() throws IOException {
        Map<String, TreeSet<String>> tests = new TreeMap<>();
        try (Stream<Path> modules = Files.list(root())) {
            for (Path folder :
                    modules.map(module -> module.resolve("src/test/java")).toList()) {
                if (Files.isDirectory(folder)) {
                    collect(folder, tests);
                }
            }
        }
        return tests;
    }

    private static void collect(Path folder, Map<String, TreeSet<String>> tests) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file :
                    files.filter(path -> path.toString().endsWith("Test.java")).toList()) {
                TreeSet<String> methods = new TreeSet<>();
                Matcher matcher = TEST_METHOD.matcher(Files.readString(file));
                while (matcher.find()) {
                    methods.add(matcher.group(1));
                }
                String name = file.getFileName().toString();
                tests.put(name.substring(0, name.length() - ".java".length()), methods);
            }
        }
    }

    @Test
    void everyRowNamesATestThatExists() throws IOException {
        Map<String, TreeSet<String>> tests = testsByClass();
        List<String> wrong = new ArrayList<>();
        int rows = 0;
        for (String line : Files.readAllLines(root().resolve("SEMANTICS.md"))) {
            boolean row = line.startsWith("| ") && !line.startsWith("| decision ");
            if (!row) {
                continue;
            }
            rows++;
            Matcher matcher = TEST_NAME.matcher(line);
            boolean named = matcher.find();
            if (!named || !tests.getOrDefault(matcher.group(1), new TreeSet<>()).contains(matcher.group(2))) {
                wrong.add(line);
            }
        }
        assertThat(wrong).isEmpty();
        assertThat(rows).isGreaterThan(50);
    }

    @Test
    void everyTestOfADecisionIsInTheTable() throws IOException {
        String table = Files.readString(root().resolve("SEMANTICS.md"));
        List<String> missing = new ArrayList<>();
        testsByClass().forEach((name, methods) -> {
            if (name.endsWith("SemanticsTest") || name.equals("EvaluationOrderTest")) {
                methods.stream()
                        .map(method -> "`" + name + "." + method + "`")
                        .filter(test -> !table.contains(test))
                        .forEach(missing::add);
            }
        });
        assertThat(missing).isEmpty();
    }
}
