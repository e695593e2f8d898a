package dev.tierwall.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicContainer.dynamicContainer;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.tierwall.kube.tree.Block;
import dev.tierwall.kube.tree.Documents;
import dev.tierwall.kube.tree.Node;
import dev.tierwall.kube.tree.Problems;
import dev.tierwall.kube.tree.TreeSink;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Every example answers as its {@code expected.yaml} says, step by step. */
class ExamplesTest {
    private static final Path EXAMPLES =
            Path.of("").toAbsolutePath().getParent().resolve("examples");

    @TestFactory
    Stream<DynamicNode> everyExampleAnswersAsItSays() throws IOException {
        try (Stream<Path> files = Files.walk(EXAMPLES)) {
            return files.filter(file -> file.endsWith("expected.yaml")).sorted().toList().stream()
                    .map(ExamplesTest::example);
        }
    }

    @Test
    void theFolderOfTheTutorialIsItsLastStep() throws IOException {
        String folder = EXAMPLES.resolve("three-tier").toString();
        Node.Mapping document = read(EXAMPLES.resolve("three-tier/expected.yaml"));
        List<Node.Mapping> steps = list(document, "steps");
        assertThat(steps)
                .extracting(step -> step.text("name"))
                .startsWith("00-open")
                .endsWith("06-egress-proxy", "trap");
        for (Node.Mapping flow : list(steps.get(6), "flows")) {
            check(List.of("-f", folder), flow);
        }
    }

    private static DynamicContainer example(Path expected) {
        List<DynamicTest> tests = new ArrayList<>();
        List<String> options = new ArrayList<>();
        for (Node.Mapping step : list(read(expected), "steps")) {
            for (Node file : ((Node.Sequence) step.get("adds")).items()) {
                options.add("-f");
                options.add(expected.resolveSibling(((Node.Text) file).value())
                        .normalize()
                        .toString());
            }
            List<String> state = List.copyOf(options);
            tests.add(dynamicTest(step.text("name"), () -> {
                for (Node.Mapping flow : list(step, "flows")) {
                    check(state, flow);
                }
            }));
        }
        return dynamicContainer(EXAMPLES.relativize(expected).getName(0).toString(), tests);
    }

    private static void check(List<String> options, Node.Mapping flow) {
        String port = flow.get("port") instanceof Node.Whole(long number, int _, int _)
                ? Long.toString(number)
                : flow.text("port");
        List<String> args = new ArrayList<>(List.of("check"));
        args.addAll(options);
        args.add(flow.text("from"));
        args.add(flow.text("to") + ":" + port);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();

        int code = Main.run(args, Main.shell(InputStream.nullInputStream(), out, err, Map.of()));

        String said = String.join(" ", args) + "\n" + out.toString(StandardCharsets.UTF_8);
        assertThat(err.toString(StandardCharsets.UTF_8)).as(said).isEmpty();
        assertThat(code == 0 ? "allowed" : code == 1 ? "denied" : "exit code " + code)
                .as(said)
                .isEqualTo(flow.text("verdict"));
    }

    private static List<Node.Mapping> list(Node.Mapping mapping, String key) {
        List<Node.Mapping> entries = new ArrayList<>();
        ((Node.Sequence) mapping.get(key)).items().forEach(item -> entries.add((Node.Mapping) item));
        return entries;
    }

    private static Node.Mapping read(Path file) {
        List<Node> roots = new ArrayList<>();
        TreeSink sink = new TreeSink() {
            @Override
            public void item(Node.Mapping head, Node item) {}

            @Override
            public void document(Node root, boolean complete) {
                roots.add(root);
            }
        };
        try {
            byte[] bytes = Files.readAllBytes(file);
            Problems problems = new Problems(file.toString());
            new Documents(sink, problems).read(new Block(bytes, 0, bytes.length, 1));
            assertThat(problems.findings()).isEmpty();
        } catch (IOException broken) {
            throw new java.io.UncheckedIOException(broken);
        }
        return (Node.Mapping) roots.getFirst();
    }
}
