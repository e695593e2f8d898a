package dev.tierwall.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tierwall.cli.frame.ExitCode;
import dev.tierwall.cli.frame.Shell;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MainTest {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @Test
    void aCommandWritesItsDataToStandardOutput() {
        assertThat(run("version")).isZero();
        assertThat(text(out)).startsWith("tierwall ").contains("\njava 25");
        assertThat(text(err)).isEmpty();
    }

    @Test
    void theVersionIsTheBuildsOwn() {
        run("--version");
        assertThat(text(out).strip()).matches("tierwall \\d+\\.\\d+\\.\\d+(-SNAPSHOT)?");
    }

    @Test
    void withoutArgumentsHelpListsEveryCommand() {
        assertThat(run()).isZero();
        assertThat(text(out)).contains("Usage: tierwall");
        assertThat(Commands.ALL).allSatisfy(entry -> assertThat(text(out)).contains("\n  " + entry.name()));
    }

    @Test
    void everyCommandHasHelp() {
        assertThat(Commands.ALL).allSatisfy(entry -> {
            out.reset();
            assertThat(run(entry.name(), "--help")).isZero();
            assertThat(text(out)).contains("Usage: tierwall " + entry.name());
        });
    }

    @Test
    void aMisspeltCommandIsWrongUsageAndGetsASuggestion() {
        assertThat(run("verison")).isEqualTo(ExitCode.USAGE);
        assertThat(text(err)).contains("'verison'").contains("Did you mean: tierwall version");
        assertThat(text(out)).isEmpty();
    }

    @Test
    void anUnknownOptionIsWrongUsage() {
        assertThat(run("version", "--colour")).isEqualTo(ExitCode.USAGE);
        assertThat(text(err)).isEqualTo("""
                tierwall version: Unknown option: '--colour'
                Possible solutions: --color
                See 'tierwall version --help'.
                """);
    }

    @Test
    void aReaderThatWentAwayEndsTheCommandInSilence() {
        assertThat(Main.run(List.of("version"), shell(failingWith("Broken pipe"))))
                .isEqualTo(ExitCode.PIPE_CLOSED);
        assertThat(text(err)).isEmpty();
    }

    @Test
    void aFullDiskIsSaidInOneLine() {
        assertThat(Main.run(List.of("version"), shell(failingWith("No space left on device"))))
                .isEqualTo(ExitCode.BROKEN);
        assertThat(text(err)).isEqualTo("tierwall: cannot write to standard output: No space left on device\n");
    }

    @Test
    void anInternalErrorIsOneLineWithoutTrace() {
        assertThat(Failure.describe(new IllegalStateException("first\nsecond")))
                .startsWith("tierwall: internal error: java.lang.IllegalStateException: first second")
                .contains("please report")
                .doesNotContain("\n");
    }

    @Test
    void anEnvironmentThatFailedIsNoInternalError() {
        assertThat(Failure.describe(new IOException("cannot reach the cluster")))
                .isEqualTo("tierwall: cannot reach the cluster");
    }

    private int run(String... args) {
        return Main.run(List.of(args), shell(out));
    }

    private Shell shell(OutputStream stdout) {
        return Main.shell(InputStream.nullInputStream(), stdout, err, Map.of());
    }

    private static String text(ByteArrayOutputStream stream) {
        return stream.toString(StandardCharsets.UTF_8);
    }

    private static OutputStream failingWith(String reason) {
        return new OutputStream() {
            @Override
            public void write(int value) throws IOException {
                throw new IOException(reason);
            }
        };
    }
}
