package dev.tierwall.lab.stream;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tierwall.lab.pods.RunningCommand;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/** A command in a container and the client that started it: what one says goes to the other, until the command ends. */
final class CommandStream {

    private static final int CHUNK = 32 << 10;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final RunningCommand command;
    private final Remote remote;

    CommandStream(RunningCommand command, Remote remote) {
        this.command = command;
        this.remote = remote;
    }

    /** Runs until the command has ended and all that it printed has been sent, or the client has gone. */
    void run(boolean stderr) throws InterruptedException {
        Thread out = pump(command.stdout(), Remote.STDOUT);
        Thread err = stderr
                ? pump(command.stderr(), Remote.STDERR)
                : Thread.ofVirtual().start(() -> {});
        Thread in = Thread.ofVirtual().name("exec-in").start(this::takeInput);
        try {
            int code = command.waitFor();
            out.join();
            err.join();
            remote.send(Remote.ERROR, bytes(status(code)));
            remote.end(Remote.ERROR);
        } finally {
            in.interrupt();
            command.close();
            remote.close();
        }
    }

    private Thread pump(InputStream from, int channel) {
        return Thread.ofVirtual().name("exec-out").start(() -> {
            byte[] buffer = new byte[CHUNK];
            try {
                for (int read = from.read(buffer); read >= 0; read = from.read(buffer)) {
                    remote.send(channel, Arrays.copyOf(buffer, read));
                }
            } catch (IOException ended) {
                // The command is gone, and with it what it would have printed.
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
            }
            remote.end(channel);
        });
    }

    private void takeInput() {
        try {
            for (Optional<Remote.Incoming> next = remote.receive(); next.isPresent(); next = remote.receive()) {
                Remote.Incoming incoming = next.get();
                switch (incoming.channel()) {
                    case Remote.STDIN -> give(incoming.bytes());
                    case Remote.RESIZE -> incoming.bytes().ifPresent(this::resize);
                    default -> {}
                }
            }
            command.close();
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
        }
    }

    private void give(Optional<byte[]> bytes) {
        try {
            if (bytes.isPresent()) {
                command.stdin().write(bytes.get());
                command.stdin().flush();
            } else {
                command.stdin().close();
            }
        } catch (IOException notRead) {
            // The command does not read; what it was given is lost, as with any pipe.
        }
    }

    private void resize(byte[] json) {
        try {
            JsonNode size = JSON.readTree(json);
            command.resize(size.path("Width").asInt(80), size.path("Height").asInt(24));
        } catch (IOException malformed) {
            // A size that nobody understands leaves the terminal as it is.
        }
    }

    /** How a command ended, as clients read it. */
    static ObjectNode status(int code) {
        ObjectNode status = JsonNodeFactory.instance.objectNode();
        status.putObject("metadata");
        if (code == 0) {
            return status.put("status", "Success");
        }
        status.put("status", "Failure");
        status.put("message", "command terminated with non-zero exit code: exit status " + code);
        status.put("reason", "NonZeroExitCode");
        status.putObject("details")
                .putArray("causes")
                .addObject()
                .put("reason", "ExitCode")
                .put("message", "" + code);
        return status;
    }

    static byte[] bytes(ObjectNode object) {
        return object.toString().getBytes(StandardCharsets.UTF_8);
    }
}
