package dev.tierwall.lab.container;

import dev.tierwall.linux.libc.Children;
import dev.tierwall.linux.process.RunningProgram;
import dev.tierwall.linux.process.TerminalSize;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalInt;

/** A process in a sandbox: the sandbox's own program, its first process inside, and below that the container's. */
final class ProcessRun implements ContainerRun {

    private static final int PATIENCE = 200;

    private final RunningProgram program;

    ProcessRun(RunningProgram program) {
        this.program = program;
    }

    /** The first process inside, once it is there. */
    OptionalInt first() {
        return child(program.pid());
    }

    private static OptionalInt child(int of) {
        Path children = Path.of("/proc", Integer.toString(of), "task", Integer.toString(of), "children");
        for (int i = 0; i < PATIENCE; i++) {
            try {
                String found = Files.readString(children).strip();
                if (!found.isEmpty()) {
                    return OptionalInt.of(Integer.parseInt(found.split(" ", 2)[0]));
                }
                Thread.sleep(5);
            } catch (IOException gone) {
                return OptionalInt.empty();
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
                return OptionalInt.empty();
            }
        }
        return OptionalInt.empty();
    }

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
            program.resize(new TerminalSize(Math.clamp(columns, 0, 0xffff), Math.clamp(rows, 0, 0xffff)));
        } catch (IOException gone) {
            // The program has ended meanwhile.
        }
    }

    @Override
    public int waitFor() throws InterruptedException {
        try {
            return program.waitFor();
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    @Override
    public void terminate() {
        OptionalInt first = first();
        OptionalInt own = first.isPresent() ? child(first.getAsInt()) : first;
        try {
            if (own.isPresent()) {
                Children.signal(own.getAsInt(), Children.SIGTERM);
            }
        } catch (IOException gone) {
            // It has ended by itself.
        }
    }

    @Override
    public void close() {
        try {
            program.close();
        } catch (IOException stuck) {
            throw new UncheckedIOException(stuck);
        }
    }
}
