package dev.tierwall.cli;

import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/**
 * What a command line did.
 *
 * @param code its exit code
 * @param out what it printed
 * @param err what it said beside
 */
public record CommandRun(int code, String out, String err) {

    /** Runs a command line in this process. */
    public static CommandRun of(String... args) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        int code = Main.run(List.of(args), Main.shell(InputStream.nullInputStream(), out, err, Map.of()));
        return new CommandRun(code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }
}
