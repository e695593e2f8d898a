package dev.tierwall.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tierwall.cli.cases.Case;
import dev.tierwall.cli.frame.ExitCode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every line of every case, as the commands answer it. */
class CaseCommandTest {

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    static Stream<Case> all() throws IOException {
        return Case.all().stream();
    }

    @ParameterizedTest
    @MethodSource("all")
    void checkSaysWhatIsExpectedAndNamesThePolicies(Case it) {
        List<String> wrong = new ArrayList<>();
        for (Case.Expected flow : it.flows()) {
            int code = run("check", "-f", it.cluster().toString(), flow.from(), flow.to() + ":" + flow.port());
            boolean allowed = text(out).contains("ALLOWED") && !text(out).contains("DENIED");
            int expected = it.isFaulty() ? ExitCode.USAGE : flow.allowed() ? ExitCode.OK : ExitCode.NO;
            if (allowed != flow.allowed() || code != expected) {
                wrong.add(flow + ": exit code " + code + "\n" + text(out) + text(err));
            }
            flow.reason().stream()
                    .filter(name -> !text(out).contains(name))
                    .forEach(name -> wrong.add(flow + ": " + name + " is not named\n" + text(out)));
        }
        assertThat(wrong).isEmpty();
    }

    private int run(String... args) {
        out.reset();
        err.reset();
        return Main.run(List.of(args), Main.shell(InputStream.nullInputStream(), out, err, Map.of()));
    }

    private static String text(ByteArrayOutputStream stream) {
        return stream.toString(StandardCharsets.UTF_8);
    }
}
