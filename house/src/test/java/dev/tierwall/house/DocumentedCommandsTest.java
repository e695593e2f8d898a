package dev.tierwall.house;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * What the documents show in blocks marked {@code console} is what happens: each line after {@code "$ "} is run in the
 * repository's root, one shell for a block, and what it prints is compared. A line {@code …} stands for any lines, and {@code …} within a line for any text.
 */
class DocumentedCommandsTest {
    private static final String END = "-- end of output --";

    /** A command of a block, and the lines shown below it. */
    private record Step(String command, List<String> output) {}

    @TempDir
    private Path programs;

    @TestFactory
    Stream<DynamicTest> everyCommandPrintsWhatIsShown() throws IOException {
        installTierwall();
        return Document.all().stream()
                .flatMap(document -> document.fences.stream()
                        .filter(fence -> fence.language().equals("console"))
                        .map(fence -> dynamicTest(document.file + ":" + fence.line(), () -> check(fence.text()))));
    }

    @Test
    void theReadmeShowsACommandThatIsRun() {
        assertThat(Document.read(Path.of("README.md")).fences)
                .anySatisfy(fence -> assertThat(fence.language()).isEqualTo("console"));
    }

    @Test
    void continuousIntegrationRunsTheReadmesTestCommand() {
        assertThat(Document.read(Path.of("README.md")).fences)
                .anySatisfy(fence -> assertThat(fence.text().strip()).isEqualTo("./mvnw verify"));
        assertThat(Checkout.read(Path.of(".ci/run"))).containsPattern("(?m)^[^#]*\\./mvnw verify ");
    }

    @Test
    void aWrongOutputIsSeen() {
        assertThat(matches(List.of("a", "…", "d"), List.of("a", "b", "c", "d"))).isTrue();
        assertThat(matches(List.of("a", "…", "b"), List.of("a", "b"))).isTrue();
        assertThat(matches(List.of("a", "…"), List.of("b", "c"))).isFalse();
        assertThat(matches(List.of("a"), List.of("a", "b"))).isFalse();
        assertThat(matches(List.of("in … s.", "b"), List.of("in 0.3 s.", "b"))).isTrue();
        assertThat(matches(List.of("in … s."), List.of("in 0.3 min"))).isFalse();
        assertThat(matches(List.of("a", "b"), List.of("a"))).isFalse();
        assertThat(steps("$ one \\\n  more\nout\n$ two\n"))
                .containsExactly(new Step("one \\\n  more", List.of("out")), new Step("two", List.of()));
    }

    private void check(String block) throws IOException, InterruptedException {
        List<Step> steps = steps(block);
        assertThat(steps).as("commands, which start with \"$ \"").isNotEmpty();
        List<String> printed = run(steps);
        for (Step step : steps) {
            int end = printed.indexOf(END);
            assertThat(end)
                    .as("the shell ended in: %s%nafter%n%s", step.command(), String.join("\n", printed))
                    .isNotNegative();
            List<String> actual = printed.subList(0, end);
            assertThat(matches(step.output(), actual))
                    .as(
                            "$ %s%nis shown to print%n%s%nand printed%n%s",
                            step.command(), String.join("\n", step.output()), String.join("\n", actual))
                    .isTrue();
            printed = printed.subList(end + 1, printed.size());
        }
    }

    private static List<Step> steps(String block) {
        List<Step> steps = new ArrayList<>();
        boolean continues = false;
        for (String line : block.stripTrailing().lines().toList()) {
            if (continues) {
                Step last = steps.removeLast();
                steps.add(new Step(last.command() + "\n" + line, last.output()));
            } else if (line.startsWith("$ ")) {
                steps.add(new Step(line.substring(2), new ArrayList<>()));
            } else if (!steps.isEmpty()) {
                steps.getLast().output().add(line.stripTrailing());
            }
            continues = line.endsWith("\\") && (continues || line.startsWith("$ "));
        }
        return steps;
    }

    private List<String> run(List<Step> steps) throws IOException, InterruptedException {
        StringBuilder script = new StringBuilder();
        for (Step step : steps) {
            // The next command may ask for $?.
            script.append(step.command().replaceAll("(?m)(^|[\\s;|(])\\./tierwall\\b", "$1tierwall"))
                    .append("\nstatus=$?; echo '")
                    .append(END)
                    .append("'; (exit $status)\n");
        }
        Path output = Files.createTempFile(programs, "output", ".txt");
        ProcessBuilder shell = new ProcessBuilder("sh", "-c", script.toString())
                .directory(Checkout.ROOT.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        shell.environment().merge("PATH", programs.toString(), (path, own) -> own + ":" + path);
        Process process = shell.start();
        process.getOutputStream().close();
        if (!process.waitFor(60, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new AssertionError("not done after a minute: " + script);
        }
        return Files.readString(output).lines().map(String::stripTrailing).toList();
    }

    /** A program {@code tierwall} that runs the classes of this build. */
    private void installTierwall() throws IOException {
        Path program = programs.resolve("tierwall");
        Files.writeString(
                program,
                String.format(
                        Locale.ROOT,
                        "#!/bin/sh%nexec '%s/bin/java' -XX:TieredStopAtLevel=1 -cp '%s' dev.tierwall.cli.Main \"$@\"%n",
                        System.getProperty("java.home"),
                        System.getProperty("java.class.path")));
        if (!program.toFile().setExecutable(true)) {
            throw new IOException("cannot make " + program + " executable");
        }
    }

    private static boolean matches(List<String> shown, List<String> printed) {
        if (shown.isEmpty()) {
            return printed.isEmpty();
        }
        List<String> rest = shown.subList(1, shown.size());
        if (shown.getFirst().equals("…")) {
            for (int skipped = 0; skipped <= printed.size(); skipped++) {
                if (matches(rest, printed.subList(skipped, printed.size()))) {
                    return true;
                }
            }
            return false;
        }
        return !printed.isEmpty()
                && matches(shown.getFirst(), printed.getFirst())
                && matches(rest, printed.subList(1, printed.size()));
    }

    private static boolean matches(String shown, String printed) {
        String pattern = Stream.of(shown.split("…", -1)).map(Pattern::quote).collect(Collectors.joining(".*"));
        return Pattern.matches(pattern, printed);
    }
}
