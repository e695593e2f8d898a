package dev.tierwall.lab.net;

import dev.tierwall.linux.netns.NetworkNamespace;
import dev.tierwall.linux.process.Program;
import dev.tierwall.linux.process.RunningProgram;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/** Programs of the system that read what to do, run in a namespace. */
public final class Shells {

    private Shells() {}

    /** Loads nft rules. */
    public static void nft(NetworkNamespace where, String rules) throws IOException {
        feed(where, rules, Program.of("nft", "-f", "-"));
    }

    /** Runs lines of the ip command. */
    static void ip(NetworkNamespace where, String lines) throws IOException {
        feed(where, lines, Program.of("ip", "-batch", "-"));
    }

    private static void feed(NetworkNamespace where, String input, Program program) throws IOException {
        try (RunningProgram running = where.call(() -> RunningProgram.start(program))) {
            try (OutputStream there = running.stdin()) {
                there.write(input.getBytes(StandardCharsets.UTF_8));
            }
            running.stdout().readAllBytes();
            String errors = new String(running.stderr().readAllBytes(), StandardCharsets.UTF_8);
            int code = running.waitFor();
            if (code != 0) {
                throw new IOException(program.arguments().getFirst() + " ended with " + code + ": " + errors.strip());
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while " + program.arguments().getFirst() + " runs", interrupted);
        }
    }
}
