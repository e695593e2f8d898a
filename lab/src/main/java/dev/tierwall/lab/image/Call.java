package dev.tierwall.lab.image;

import dev.tierwall.lab.dns.Resolver;
import dev.tierwall.lab.net.Sockets;
import dev.tierwall.lab.spec.PortSpec;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/**
 * One run of a built-in command.
 *
 * @param words its name and its arguments
 * @param environment its environment
 * @param io its streams
 * @param place where it runs
 * @param open what it has opened
 */
public record Call(List<String> words, Map<String, String> environment, Io io, Place place, Open open) {

    /** A command's streams. */
    public record Io(InputStream in, OutputStream out, OutputStream err) {}

    /**
     * Where a command runs.
     *
     * @param name what the pod calls itself
     * @param sockets sockets in the pod's network
     * @param resolver finds names as the pod does
     * @param ports the ports that the container declares
     * @param shell runs a line in the container's shell
     */
    public record Place(String name, Sockets sockets, Resolver resolver, List<PortSpec> ports, Shell shell) {}

    /** Runs lines in a shell of the container. */
    @FunctionalInterface
    public interface Shell {

        /** What a line prints, and its exit code. */
        Result run(String line) throws IOException, InterruptedException;

        /** What came of it. */
        record Result(int code, String output, String errors) {}
    }

    /** The arguments after the name. */
    List<String> arguments() {
        return words.subList(1, words.size());
    }

    void say(String line) throws IOException {
        io.out().write((line + "\n").getBytes(StandardCharsets.UTF_8));
        io.out().flush();
    }

    void complain(String line) throws IOException {
        io.err().write((line + "\n").getBytes(StandardCharsets.UTF_8));
        io.err().flush();
    }
}
