package dev.tierwall.cli;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Runs the real command line in this process. */
public final class Cli {
    /** The root of the project, where the examples are. */
    public static final Path ROOT = Path.of("").toAbsolutePath().getParent();

    /** What came of a command line. */
    public record Result(int code, String out, String err) {}

    private Cli() {}

    /** Runs a command line with nothing on standard input. */
    public static Result run(String... args) {
        return withInput("", args);
    }

    /** Runs a command line with a text on standard input. */
    public static Result withInput(String input, String... args) {
        return run(List.of(args), input, Map.of());
    }

    /** Runs a command line with environment variables. */
    public static Result run(List<String> args, String input, Map<String, String> variables) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        ByteArrayInputStream in = new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8));
        int code = Main.run(args, Main.shell(in, out, err, variables));
        return new Result(code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }
}
