package dev.tierwall.lab;

import dev.tierwall.lab.pods.ContainerTarget;
import dev.tierwall.lab.pods.LogRequest;
import dev.tierwall.lab.pods.PodAccess;
import dev.tierwall.lab.pods.RunningCommand;
import dev.tierwall.linux.process.Program;
import dev.tierwall.linux.process.RunningProgram;
import dev.tierwall.linux.process.TerminalSize;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Pods that are this very machine: what is run in them runs here. */
public final class LocalPods implements PodAccess {

    @Override
    public RunningCommand exec(ContainerTarget target, List<String> command, boolean terminal) throws IOException {
        Program program = Program.of(command.toArray(String[]::new));
        RunningProgram running =
                terminal ? RunningProgram.start(program, TerminalSize.USUAL) : RunningProgram.start(program);
        return new Local(running);
    }

    private record Local(RunningProgram program) implements RunningCommand {
        @Override
        public OutputStream stdin() {
            return program.stdin();
        }

        @Override
        public InputStream stdout() {
            return program.stdout();
        }

        @Override
        public InputStream stderr() {
            return program.stderr();
        }

        @Override
        public void resize(int columns, int rows) {
            try {
                program.resize(new TerminalSize(columns, rows));
            } catch (IOException failure) {
                throw new UncheckedIOException(failure);
            }
        }

        @Override
        public int waitFor() throws InterruptedException {
            try {
                return program.waitFor();
            } catch (IOException failure) {
                throw new UncheckedIOException(failure);
            }
        }

        @Override
        public void close() {
            try {
                program.close();
            } catch (IOException failure) {
                throw new UncheckedIOException(failure);
            }
        }
    }

    @Override
    public RunningCommand attach(ContainerTarget target) throws IOException {
        return exec(target, List.of("cat"), false);
    }

    @Override
    public InputStream logs(ContainerTarget target, LogRequest request) {
        return new ByteArrayInputStream(("log of " + target.container() + "\n").getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public SocketChannel connect(String namespace, String pod, int port) throws IOException {
        return SocketChannel.open(new InetSocketAddress("127.0.0.1", port));
    }
}
