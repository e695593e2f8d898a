package dev.tierwall.cli.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.tierwall.cli.Cli;
import dev.tierwall.cli.frame.ExitCode;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** Every verdict that the examples promise, step by step, asked with the real command. */
class ExamplesTest {
    private static final Path EXAMPLES = Cli.ROOT.resolve("examples");

    @TestFactory
    Stream<DynamicTest> everyFlowOfEveryStepIsAnsweredAsExpected() throws IOException {
        List<DynamicTest> tests = new ArrayList<>();
        try (Stream<Path> folders = Files.list(EXAMPLES)) {
            for (Path folder : folders.sorted().toList()) {
                Path expected = folder.resolve("expected.yaml");
                if (Files.exists(expected)) {
                    addSteps(expected, tests);
                }
            }
        }
        assertThat(tests).hasSizeGreaterThan(10);
        return tests.stream();
    }

    private static void addSteps(Path expected, List<DynamicTest> tests) throws IOException {
        List<String> files = new ArrayList<>();
        for (Map<String, Object> step : maps(read(expected).get("steps"))) {
            for (Object added : (List<?>) step.get("adds")) {
                files.add("-f");
                files.add(expected.resolveSibling(added.toString()).normalize().toString());
            }
            List<String> options = List.copyOf(files);
            List<Map<String, Object>> flows = maps(step.get("flows"));
            assertThat(flows).isNotEmpty();
            String name = EXAMPLES.relativize(expected.getParent()) + " " + step.get("name");
            tests.add(dynamicTest(name, () -> check(flows, options)));
        }
    }

    private static void check(List<Map<String, Object>> flows, List<String> options) {
        for (Map<String, Object> flow : flows) {
            String destination = flow.get("to").toString();
            List<String> args = new ArrayList<>(List.of("check"));
            args.addAll(options);
            args.add(flow.get("from").toString());
            args.add(destination + ":" + flow.get("port"));
            Cli.Result result = Cli.run(args, "", Map.of());
            boolean allowed = flow.get("verdict").equals("allowed");
            assertThat(result.code())
                    .as("%s%n%s%s", flow, result.out(), result.err())
                    .isEqualTo(allowed ? ExitCode.OK : ExitCode.NO);
            assertThat(result.out()).contains(allowed ? "   ALLOWED\n" : "   DENIED\n");
        }
    }

    private static Map<String, Object> read(Path file) throws IOException {
        try (Reader text = Files.newBufferedReader(file)) {
            return map(new Load(LoadSettings.builder().build()).loadFromReader(text));
        }
    }

    private static List<Map<String, Object>> maps(Object list) {
        return ((List<?>) list).stream().map(ExamplesTest::map).toList();
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> map(Object value) {
        return (Map<String, Object>) value;
    }
}
