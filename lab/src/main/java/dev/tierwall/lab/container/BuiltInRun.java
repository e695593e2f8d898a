package dev.tierwall.lab.container;

import dev.tierwall.lab.image.BuiltIn;
import dev.tierwall.lab.image.Call;
import dev.tierwall.lab.image.Open;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/** A built-in command that runs on a thread. */
public final class BuiltInRun implements ContainerRun {

    /** What a shell says of a process that was asked to end, and of one that was made to. */
    private static final int TERMINATED = 143;

    private static final int KILLED = 137;

    private static final Duration SETTLES = Duration.ofMillis(500);

    private final Pipe in = new Pipe();
    private final Pipe out = new Pipe();
    private final Pipe err;
    private final Open open = new Open();
    private final CompletableFuture<Integer> exit = new CompletableFuture<>();
    private final Thread thread;

    private BuiltInRun(BuiltIn command, Start start) {
        err = start.terminal() ? out : new Pipe();
        Call call = new Call(
                start.words(),
                start.environment(),
                new Call.Io(in.input(), out.output(), err.output()),
                start.place(),
                open);
        thread = Thread.ofVirtual().name(start.words().getFirst()).unstarted(() -> run(command, call));
    }

    /** How a command is started. */
    public record Start(List<String> words, Map<String, String> environment, Call.Place place, boolean terminal) {}

    /** Starts a command. */
    public static BuiltInRun start(BuiltIn command, Start start) {
        BuiltInRun run = new BuiltInRun(command, start);
        run.thread.start();
        return run;
    }

    /** Waits a moment for a server to listen, so that whoever hears that it runs can ask it. */
    BuiltInRun settled() {
        open.awaitSettled(SETTLES);
        return this;
    }

    private void run(BuiltIn command, Call call) {
        int code = 1;
        try {
            code = command.run(call);
        } catch (InterruptedException ended) {
            code = TERMINATED;
        } catch (IOException | RuntimeException failure) {
            complain(call, failure);
        } finally {
            open.close();
            out.end();
            err.end();
            exit.complete(code);
        }
    }

    private static void complain(Call call, Exception failure) {
        try {
            String text = call.words().getFirst() + ": " + failure.getMessage() + "\n";
            call.io().err().write(text.getBytes(StandardCharsets.UTF_8));
        } catch (IOException nobodyReads) {
            // Then nobody wants to know.
        }
    }

    @Override
    public OutputStream stdin() {
        return in.output();
    }

    @Override
    public InputStream stdout() {
        return out.input();
    }

    @Override
    public InputStream stderr() {
        return err == out ? InputStream.nullInputStream() : err.input();
    }

    @Override
    public void resize(int columns, int rows) {
        // It draws nothing.
    }

    @Override
    public int waitFor() throws InterruptedException {
        try {
            return exit.get();
        } catch (ExecutionException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    @Override
    public void terminate() {
        exit.complete(TERMINATED);
        end();
    }

    @Override
    public void close() {
        exit.complete(KILLED);
        end();
    }

    private void end() {
        open.close();
        in.end();
        thread.interrupt();
    }
}
