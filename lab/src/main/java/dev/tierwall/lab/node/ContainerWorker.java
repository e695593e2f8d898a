package dev.tierwall.lab.node;

import dev.tierwall.lab.container.Container;
import dev.tierwall.lab.container.ContainerLog;
import dev.tierwall.lab.container.ContainerRun;
import dev.tierwall.lab.container.Outputs;
import dev.tierwall.lab.image.Call;
import dev.tierwall.lab.net.Sockets;
import dev.tierwall.lab.node.ContainerState.Phase;
import dev.tierwall.lab.node.Environment.MissingException;
import dev.tierwall.lab.spec.ContainerSpec;
import dev.tierwall.lab.spec.Handler;
import dev.tierwall.lab.spec.PodSpec;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;

/** Runs one container, again and again as its pod says, until it has ended for good or is stopped. */
final class ContainerWorker {

    private static final Duration RETRY = Duration.ofSeconds(2);
    private static final Duration DRAINED = Duration.ofSeconds(2);

    private final RunningPod pod;
    private final ContainerSpec spec;
    private final Place place;
    private final PodSpec.Restart restart;
    private final Backoff backoff = new Backoff();
    private final CountDownLatch stop = new CountDownLatch(1);
    private final CountDownLatch done = new CountDownLatch(1);
    private volatile Optional<Running> running = Optional.empty();
    private volatile Optional<ContainerLog> previous = Optional.empty();
    private volatile Optional<ContainerLog> last = Optional.empty();

    /** Where its pod is, and where its files are. */
    record Place(PodPlace network, Volumes volumes, Path folder) {}

    /** A run that goes on. */
    record Running(Container container, ContainerRun run, Outputs outputs) {}

    ContainerWorker(RunningPod pod, ContainerSpec spec, Place place, PodSpec.Restart restart) {
        this.pod = pod;
        this.spec = spec;
        this.place = place;
        this.restart = restart;
    }

    Optional<Running> running() {
        return running;
    }

    /** The log of the run that goes on or was last, or of the one before. */
    Optional<ContainerLog> log(boolean before) {
        return before ? previous : last;
    }

    String name() {
        return spec.name();
    }

    /** Runs it until it has ended for good; gives its last exit code. */
    int run() throws InterruptedException {
        try {
            while (true) {
                Optional<Phase.Terminated> end = runOnce();
                if (stop.getCount() == 0) {
                    return end.map(Phase.Terminated::exitCode).orElse(1);
                }
                if (end.isPresent()) {
                    if (!restart.after(end.get().exitCode())) {
                        return end.get().exitCode();
                    }
                    again(end.get());
                } else if (stop.await(RETRY.toMillis(), TimeUnit.MILLISECONDS)) {
                    return 1;
                }
            }
        } finally {
            done.countDown();
        }
    }

    private void again(Phase.Terminated end) throws InterruptedException {
        Duration delay = backoff.after(Duration.between(end.since(), end.until()));
        if (delay.isPositive()) {
            String message = "back-off " + delay.toSeconds() + "s restarting failed container=" + name() + " pod="
                    + pod.spec().id().name() + "_" + pod.spec().id().namespace();
            pod.set(
                    name(),
                    state -> state.with(new Phase.Waiting("CrashLoopBackOff", message))
                            .withLast(end));
            pod.warning(
                    "BackOff",
                    "Back-off restarting failed container " + name() + " in pod "
                            + pod.spec().id().name());
        }
        if (!stop.await(delay.toMillis(), TimeUnit.MILLISECONDS)) {
            pod.set(name(), state -> state.withLast(end).restarted());
        }
    }

    /** Runs it once; nothing if it could not be started. */
    private Optional<Phase.Terminated> runOnce() throws InterruptedException {
        try {
            Running started = start();
            running = Optional.of(started);
            Instant since = Instant.now();
            boolean asked = spec.care().startup().isPresent();
            boolean ready = !asked && spec.care().readiness().isEmpty();
            String id = "tierwall-lab://" + UUID.randomUUID();
            pod.set(name(), state -> state.run(id, since, !asked, ready));
            pod.normal("Started", "Started container " + name());
            Thread care = care(started);
            int code = started.run().waitFor();
            care.interrupt();
            running = Optional.empty();
            started.outputs().await(DRAINED);
            started.run().close();
            Phase.Terminated end =
                    new Phase.Terminated(code, code == 0 ? "Completed" : "Error", "", since, Instant.now());
            pod.set(name(), state -> state.with(end));
            return Optional.of(end);
        } catch (MissingException missing) {
            waiting("CreateContainerConfigError", "Failed", missing.getMessage());
        } catch (IOException failure) {
            waiting("CreateContainerError", "Failed", failure.getMessage());
        }
        return Optional.empty();
    }

    private void waiting(String reason, String event, @org.jspecify.annotations.Nullable String message) {
        String text = String.valueOf(message);
        pod.set(name(), state -> state.with(new Phase.Waiting(reason, text)));
        pod.warning(event, "Error: " + text);
    }

    private Running start() throws IOException, MissingException {
        Map<String, String> variables = new Environment(pod.context().store(), pod.spec()).of(spec);
        Container[] self = new Container[1];
        Call.Place inside = place.network().of(spec, line -> self[0].shell(line));
        Container container = Container.make(
                new Container.Setting(pod.context().machine(), pod.context().builtIns(), spec, variables, inside),
                new Container.Furniture(
                        place.folder().resolve(name()),
                        place.network().etc(),
                        place.volumes().of(spec)));
        self[0] = container;
        pod.normal("Created", "Created container: " + name());
        ContainerRun run = container.start();
        if (!spec.program().stdin()) {
            run.stdin().close();
        }
        Outputs outputs = new Outputs();
        outputs.follow(run);
        previous = last;
        last = Optional.of(outputs.log());
        return new Running(container, run, outputs);
    }

    private Thread care(Running started) {
        Caretaker caretaker = new Caretaker(pod, spec, change -> change(started, change), why -> kill(started, why));
        return Thread.ofVirtual().start(() -> caretaker.run(loop(started)));
    }

    private ProbeLoop loop(Running started) {
        return new ProbeLoop(
                new Sockets(place.network().node().namespace()),
                place.network().addresses().getFirst(),
                started.container(),
                spec.ports());
    }

    private void change(Running of, UnaryOperator<ContainerState> change) {
        pod.set(
                name(),
                state -> running.filter(now -> now == of).isPresent() && state.isRunning()
                        ? change.apply(state)
                        : state);
    }

    private void kill(Running started, String why) {
        pod.normal("Killing", "Container " + name() + " failed " + why + ", will be restarted");
        Thread.ofVirtual().start(() -> end(started, pod.spec().grace()));
    }

    /** Stops it for good: by its hook, then asked, and when it has had its time without being asked. */
    void stop(Duration grace) {
        stop.countDown();
        Instant end = Instant.now().plus(grace);
        running.ifPresent(now -> end(now, grace));
        try {
            done.await(Math.max(0, Duration.between(Instant.now(), end).toMillis()) + 1000, TimeUnit.MILLISECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void end(Running now, Duration grace) {
        Instant until = Instant.now().plus(grace);
        try {
            Optional<Handler> hook = spec.care().preStop();
            if (hook.isPresent() && grace.isPositive()) {
                loop(now)
                        .failure(hook.get(), grace)
                        .ifPresent(why -> pod.warning("FailedPreStopHook", "PreStopHook failed: " + why));
            }
            now.run().terminate();
            Thread waiting = Thread.ofVirtual().start(() -> {
                try {
                    now.run().waitFor();
                } catch (InterruptedException enough) {
                    Thread.currentThread().interrupt();
                }
            });
            long left = Duration.between(Instant.now(), until).toMillis();
            waiting.join(Duration.ofMillis(Math.max(1, left)));
            if (!waiting.isAlive()) {
                now.outputs().await(DRAINED);
            }
            waiting.interrupt();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        } finally {
            now.run().close();
        }
    }
}
