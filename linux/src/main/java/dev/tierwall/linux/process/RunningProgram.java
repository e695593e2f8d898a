package dev.tierwall.linux.process;

import dev.tierwall.linux.libc.Children;
import dev.tierwall.linux.libc.Descriptors;
import dev.tierwall.linux.libc.PseudoTerminal;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A program that runs, in the namespaces of the thread that started it and in a session of its own. Its streams may be
 * used from any thread, also a virtual one. Closing it kills it and all that it started.
 *
 * <p>Programs that ask the system to die with their parent, as {@code bwrap --die-with-parent} does, die with the thread
 * that started them.
 */
public final class RunningProgram implements AutoCloseable {

    private static final long DIES_SECONDS = 30;

    private final int pid;
    private final PumpedOutput stdin;
    private final PumpedInput stdout;
    private final Optional<PumpedInput> stderr;
    private final Optional<PseudoTerminal> terminal;
    private final CompletableFuture<Integer> exit = new CompletableFuture<>();
    private boolean closed;

    private RunningProgram(int pid, Streams streams) {
        this.pid = pid;
        stdin = streams.stdin;
        stdout = streams.stdout;
        stderr = streams.stderr;
        terminal = streams.terminal;
        Thread.ofPlatform().name("wait for " + pid).daemon().start(this::waitForEnd);
    }

    private record Streams(
            PumpedOutput stdin, PumpedInput stdout, Optional<PumpedInput> stderr, Optional<PseudoTerminal> terminal) {}

    /** Starts a program whose streams are pipes. */
    public static RunningProgram start(Program program) throws IOException {
        List<Integer> open = new ArrayList<>();
        try {
            Descriptors.Ends in = pipe(open);
            Descriptors.Ends out = pipe(open);
            Descriptors.Ends err = pipe(open);
            int pid = start(program, new Children.Files.Given(in.input(), out.output(), err.output()));
            open.removeAll(List.of(in.output(), out.input(), err.input()));
            String name = program.arguments().getFirst() + " " + pid;
            return new RunningProgram(
                    pid,
                    new Streams(
                            PumpedOutput.of("stdin of " + name, in.output()),
                            PumpedInput.of("stdout of " + name, out.input()),
                            Optional.of(PumpedInput.of("stderr of " + name, err.input())),
                            Optional.empty()));
        } finally {
            closeAll(open);
        }
    }

    /** Starts a program on a terminal of its own, which all three of its streams are. */
    public static RunningProgram start(Program program, TerminalSize size) throws IOException {
        return start(program, size, true);
    }

    /**
     * The same, but the terminal is left to be taken by a session that the program starts, as {@code setsid --ctty} does. So
     * it must be where the program goes on in a process namespace of its own: a shell there knows no process of the session
     * outside, and would stumble over it.
     */
    public static RunningProgram startOnFreeTerminal(Program program, TerminalSize size) throws IOException {
        return start(program, size, false);
    }

    private static RunningProgram start(Program program, TerminalSize size, boolean ofSession) throws IOException {
        PseudoTerminal terminal = PseudoTerminal.open();
        List<Integer> open = new ArrayList<>(List.of(terminal.master()));
        try {
            terminal.resize(size.columns(), size.rows());
            int pid = start(program, new Children.Files.Terminal(terminal.path(), ofSession));
            open.clear();
            String name = "terminal of " + program.arguments().getFirst() + " " + pid;
            return new RunningProgram(
                    pid,
                    new Streams(
                            PumpedOutput.of(name + ", in", Descriptors.duplicate(terminal.master())),
                            PumpedInput.of(name + ", out", Descriptors.duplicate(terminal.master())),
                            Optional.empty(),
                            Optional.of(terminal)));
        } finally {
            closeAll(open);
        }
    }

    private static Descriptors.Ends pipe(List<Integer> open) throws IOException {
        Descriptors.Ends ends = Descriptors.pipe();
        open.addAll(List.of(ends.output(), ends.input()));
        return ends;
    }

    private static void closeAll(List<Integer> descriptors) throws IOException {
        for (int descriptor : descriptors) {
            Descriptors.close(descriptor);
        }
    }

    private static int start(Program program, Children.Files files) throws IOException {
        List<String> environment = program.environment().entrySet().stream()
                .map(variable -> variable.getKey() + "=" + variable.getValue())
                .sorted()
                .toList();
        return Children.start(new Children.Start(
                program.arguments(), environment, program.folder().map(Path::toString), files));
    }

    private void waitForEnd() {
        try {
            exit.complete(Children.await(pid));
        } catch (IOException bug) {
            exit.completeExceptionally(bug);
        }
    }

    /** Its number, which is that of its session and group, too. */
    public int pid() {
        return pid;
    }

    /** What it reads. Closing ends its input; on a terminal that is Ctrl-D, so it ends a program only where a line begins. */
    public OutputStream stdin() {
        return terminal.isPresent() ? new TerminalOutput(stdin) : stdin;
    }

    /** What it prints; on a terminal, all of it. Read it: a program whose output nobody reads comes to a halt. */
    public InputStream stdout() {
        return stdout;
    }

    /** What it prints as errors; nothing on a terminal. */
    public InputStream stderr() {
        return stderr.isPresent() ? stderr.get() : new ByteArrayInputStream(new byte[0]);
    }

    /** Tells its terminal a new size; does nothing without one. */
    public synchronized void resize(TerminalSize size) throws IOException {
        if (terminal.isPresent() && !closed) {
            terminal.get().resize(size.columns(), size.rows());
        }
    }

    /** Waits until it ends; gives its exit code, or 128 and the number of the signal that ended it. */
    public int waitFor() throws IOException, InterruptedException {
        try {
            return exit.get();
        } catch (ExecutionException failure) {
            throw new IOException("cannot wait for process " + pid, failure.getCause());
        }
    }

    /** Waits for it so long; its exit code if it has ended. */
    public OptionalInt waitFor(Duration most) throws IOException, InterruptedException {
        try {
            return OptionalInt.of(exit.get(most.toNanos(), TimeUnit.NANOSECONDS));
        } catch (TimeoutException running) {
            return OptionalInt.empty();
        } catch (ExecutionException failure) {
            throw new IOException("cannot wait for process " + pid, failure.getCause());
        }
    }

    /** Sends a signal to it and its group; does nothing when all of these have ended. */
    public synchronized void signal(int number) throws IOException {
        if (!closed) {
            Children.signal(-pid, number);
        }
    }

    /** Kills it with its session and its descendants. Its streams can still be read to their end. */
    public synchronized void kill() throws IOException {
        if (!closed) {
            ProcessTree.kill(pid);
        }
    }

    @Override
    public synchronized void close() throws IOException {
        if (closed) {
            return;
        }
        ProcessTree.kill(pid);
        closed = true;
        stdin.abandon();
        stdout.close();
        stderr.ifPresent(PumpedInput::close);
        if (terminal.isPresent()) {
            Descriptors.close(terminal.get().master());
        }
        try {
            exit.get(DIES_SECONDS, TimeUnit.SECONDS);
            Children.forget(pid);
        } catch (TimeoutException | ExecutionException stuck) {
            throw new IOException("process " + pid + " does not end after a kill", stuck);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
