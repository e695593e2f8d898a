package dev.tierwall.cli;

import dev.tierwall.cli.frame.ExitCode;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Runs the commands of a file, one a line, without output: the run that Java's start-up cache is recorded from. */
public final class Training {
    private Training() {}

    public static void main(String[] args) throws IOException {
        // As Main does, or reaches, before and after the command.
        Main.catchAll();
        System.getenv();
        for (String line : Files.readAllLines(Path.of(args[0]))) {
            if (line.isBlank() || line.startsWith("#")) {
                continue;
            }
            int code = Main.run(
                    List.of(line.strip().split(" +")),
                    Main.shell(
                            InputStream.nullInputStream(),
                            OutputStream.nullOutputStream(),
                            OutputStream.nullOutputStream(),
                            Map.of()));
            if (code > ExitCode.NO) {
                System.err.println("training: '" + line + "' ended with " + code);
            }
        }
    }
}
