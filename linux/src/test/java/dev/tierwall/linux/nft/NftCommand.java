package dev.tierwall.linux.nft;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The nft command, run in the network namespace of the calling thread. The witness of what netlink writes. */
public final class NftCommand {

    private NftCommand() {}

    /**
     * Runs nft with some input.
     *
     * @return what it wrote
     * @throws IOException if it is missing or fails, with what it said
     */
    public static String run(String input, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of("nft"));
        command.addAll(List.of(arguments));
        Path errors = Files.createTempFile("tierwall-nft", ".txt");
        try {
            Process process =
                    new ProcessBuilder(command).redirectError(errors.toFile()).start();
            Thread writer = Thread.ofPlatform().daemon().start(() -> feed(process.getOutputStream(), input));
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            int code = process.waitFor();
            writer.join();
            if (code != 0) {
                throw new IOException(String.join(" ", command) + ": "
                        + Files.readString(errors).strip());
            }
            return output;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IOException(String.join(" ", command) + ": interrupted", interrupted);
        } finally {
            Files.delete(errors);
        }
    }

    private static void feed(OutputStream there, String input) {
        try (there) {
            there.write(input.getBytes(StandardCharsets.UTF_8));
        } catch (IOException closed) {
            // nft ended before it read everything; its exit code and errors say why.
        }
    }
}
