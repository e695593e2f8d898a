package dev.tierwall.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * What reports print, byte for byte: each line of {@code reports/CLUSTER/commands.txt} is the name of a file with the
 * expected output, a colon, and the command line. With {@code -Dtierwall.golden=write} the files are written anew, to be
 * read before they are committed.
 */
class GoldenReportsTest {

    private static final Path REPORTS = Path.of("src/test/resources/reports");
    private static final boolean WRITE = "write".equals(System.getProperty("tierwall.golden"));

    @TestFactory
    Stream<DynamicTest> everyReportIsPrintedAsItWas() throws IOException {
        try (Stream<Path> folders = Files.list(REPORTS)) {
            return folders.sorted().toList().stream().flatMap(GoldenReportsTest::commands);
        }
    }

    private static Stream<DynamicTest> commands(Path folder) {
        return lines(folder.resolve("commands.txt")).stream()
                .filter(line -> !line.isBlank() && !line.startsWith("#"))
                .map(line -> {
                    String file = line.substring(0, line.indexOf(':')).strip();
                    String command = line.substring(line.indexOf(':') + 1).strip();
                    return DynamicTest.dynamicTest(
                            folder.getFileName() + ": " + command, () -> check(folder, file, command));
                });
    }

    private static void check(Path folder, String file, String command) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        List<String> words = Stream.of(command.split(" +"))
                .map(word -> word.endsWith(".yaml") ? folder.resolve(word).toString() : word)
                .toList();
        int code = Main.run(words, Main.shell(InputStream.nullInputStream(), out, err, Map.of()));
        String printed = out.toString(StandardCharsets.UTF_8).replace(folder + "/", "")
                + (code == 0 ? "" : "exit code " + code + "\n")
                + err.toString(StandardCharsets.UTF_8).replace(folder + "/", "");
        if (WRITE) {
            Files.writeString(folder.resolve(file), printed);
        }
        assertThat(printed).isEqualTo(Files.readString(folder.resolve(file)));
    }

    private static List<String> lines(Path file) {
        try {
            return Files.readAllLines(file);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
