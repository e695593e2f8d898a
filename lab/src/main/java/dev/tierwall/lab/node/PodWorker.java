package dev.tierwall.lab.node;

import dev.tierwall.core.net.Address;
import dev.tierwall.lab.net.NodeNetwork;
import dev.tierwall.lab.node.Environment.MissingException;
import dev.tierwall.lab.spec.ContainerSpec;
import dev.tierwall.lab.spec.PodSpec;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/** Runs one pod: its network, its volumes, then its containers, those that begin and the others. */
final class PodWorker {

    private static final Duration RETRY = Duration.ofSeconds(1);
    private static final Duration UNGRACEFUL = Duration.ofSeconds(2);

    private final RunningPod pod;
    private final NodeNetwork node;
    private final PodStatus status;
    private final Path folder;
    private final Map<String, ContainerWorker> workers = new ConcurrentHashMap<>();
    private final CountDownLatch stop = new CountDownLatch(1);
    private final CountDownLatch ended = new CountDownLatch(1);
    private final AtomicBoolean stopping = new AtomicBoolean();
    private final AtomicBoolean left = new AtomicBoolean();
    private volatile Optional<PodPlace> place = Optional.empty();
    private volatile Optional<Thread> thread = Optional.empty();

    PodWorker(NodeContext context, PodSpec spec, NodeNetwork node) {
        this.pod = RunningPod.of(context, spec, this::report);
        this.node = node;
        this.status = new PodStatus(pod, node);
        this.folder =
                context.machine().folder().resolve("pods").resolve(spec.id().uid());
    }

    void start() {
        thread = Optional.of(Thread.ofVirtual().name("pod " + pod.spec().id()).start(this::run));
    }

    Optional<PodPlace> place() {
        return place;
    }

    Optional<ContainerWorker> worker(String container) {
        return Optional.ofNullable(workers.get(container));
    }

    PodSpec spec() {
        return pod.spec();
    }

    private void report() {
        if (stop.getCount() > 0 || !workers.isEmpty()) {
            status.write(place.map(PodPlace::addresses).orElse(List.of()));
        }
    }

    private void run() {
        try {
            if (connect() && fill()) {
                report();
                if (begin()) {
                    runAll(pod.spec().containers());
                    endSidecars();
                }
                status.write(place.map(PodPlace::addresses).orElse(List.of()));
                if (isOver()) {
                    leave();
                }
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException bug) {
            pod.warning("FailedSync", "the lab failed: " + bug);
        }
    }

    private void leave() {
        if (!left.getAndSet(true)) {
            place.ifPresent(PodPlace::close);
        }
    }

    /** Whether it has ended for good, so that its address may be another's. */
    private boolean isOver() {
        return pod.spec().containers().stream()
                .allMatch(container -> pod.state(container.name()).end().isPresent());
    }

    private boolean connect() throws InterruptedException {
        do {
            try {
                Optional<PodPlace> found = pod.spec().host().network() ? Optional.of(onNode()) : network();
                if (found.isPresent()) {
                    place = found;
                    return true;
                }
            } catch (IOException failure) {
                pod.warning("FailedCreatePodSandBox", "Failed to create pod sandbox: " + failure.getMessage());
            }
        } while (!stop.await(RETRY.toMillis(), TimeUnit.MILLISECONDS));
        return false;
    }

    private PodPlace onNode() {
        return new PodPlace(pod.context(), pod.spec(), node, Optional.empty(), node.addresses());
    }

    private Optional<PodPlace> network() throws IOException {
        Optional<List<Address>> wanted = pod.spec().wanted();
        if (wanted.isEmpty()) {
            pod.warning(
                    "FailedCreatePodSandBox",
                    "annotation " + PodSpec.ADDRESSES + " must be one address, or one of each family with a comma"
                            + " between");
            return Optional.empty();
        }
        Optional<List<Address>> taken = pod.context().addresses().take(node.number(), wanted.get());
        if (taken.isEmpty()) {
            pod.warning(
                    "FailedCreatePodSandBox",
                    "an address that annotation " + PodSpec.ADDRESSES + " asks for is another pod's, or none is free");
            return Optional.empty();
        }
        try {
            return Optional.of(new PodPlace(
                    pod.context(),
                    pod.spec(),
                    node,
                    Optional.of(node.addPod(pod.spec().id().toString(), taken.get())),
                    taken.get()));
        } catch (IOException failure) {
            pod.context().addresses().give(taken.get());
            throw failure;
        }
    }

    private boolean fill() throws InterruptedException {
        report();
        do {
            try {
                volumes().fill();
                return true;
            } catch (MissingException missing) {
                pod.warning("FailedMount", "MountVolume.SetUp failed: " + missing.getMessage());
            } catch (IOException failure) {
                pod.warning("FailedMount", "MountVolume.SetUp failed: " + failure.getMessage());
            }
        } while (!stop.await(RETRY.toMillis(), TimeUnit.MILLISECONDS));
        return false;
    }

    private Volumes volumes() {
        return new Volumes(pod.context(), pod.spec(), folder.resolve("volumes"));
    }

    /** Runs the containers that come first; whether the others may follow. */
    private boolean begin() throws InterruptedException {
        for (ContainerSpec container : pod.spec().initial()) {
            PodSpec.Restart own =
                    pod.spec().restart() == PodSpec.Restart.NEVER ? PodSpec.Restart.NEVER : PodSpec.Restart.ON_FAILURE;
            if (container.isSidecar()) {
                ContainerWorker worker = worker(container, PodSpec.Restart.ALWAYS);
                Thread.ofVirtual().start(() -> {
                    try {
                        worker.run();
                    } catch (InterruptedException stopped) {
                        Thread.currentThread().interrupt();
                    }
                });
                while (!pod.state(container.name()).started()) {
                    if (stop.await(20, TimeUnit.MILLISECONDS)) {
                        return false;
                    }
                }
            } else if (worker(container, own).run() != 0 || stop.getCount() == 0) {
                return false;
            } else {
                pod.set(
                        container.name(),
                        state -> state.ready()
                                ? state
                                : new ContainerState(
                                        state.now(), state.last(), state.restarts(), false, true, state.id()));
            }
        }
        return true;
    }

    private ContainerWorker worker(ContainerSpec container, PodSpec.Restart restart) {
        ContainerWorker.Place at =
                new ContainerWorker.Place(place.orElseThrow(), volumes(), folder.resolve("containers"));
        ContainerWorker worker = new ContainerWorker(pod, container, at, restart);
        workers.put(container.name(), worker);
        return worker;
    }

    private void runAll(List<ContainerSpec> containers) throws InterruptedException {
        List<Future<Integer>> ends = new ArrayList<>();
        for (ContainerSpec container : containers) {
            pod.set(container.name(), state -> state.with(new ContainerState.Phase.Waiting("ContainerCreating", "")));
        }
        for (ContainerSpec container : containers) {
            ContainerWorker worker = worker(container, pod.spec().restart());
            java.util.concurrent.FutureTask<Integer> task = new java.util.concurrent.FutureTask<>(worker::run);
            Thread.ofVirtual().name(pod.spec().id() + " " + container.name()).start(task);
            ends.add(task);
        }
        for (Future<Integer> end : ends) {
            try {
                end.get();
            } catch (ExecutionException bug) {
                pod.warning("FailedSync", "the lab failed: " + bug.getCause());
            }
        }
    }

    private void endSidecars() {
        if (stop.getCount() > 0) {
            pod.spec().initial().stream()
                    .filter(ContainerSpec::isSidecar)
                    .flatMap(container -> worker(container.name()).stream())
                    .forEach(worker -> worker.stop(UNGRACEFUL));
        }
    }

    /**
     * Stops it and takes all of it away. Who asks while that is under way waits for it.
     *
     * @param grace how long its containers have to end
     */
    void stop(Duration grace) {
        if (stopping.getAndSet(true)) {
            awaitEnd();
            return;
        }
        try {
            end(grace);
        } finally {
            ended.countDown();
        }
    }

    private void awaitEnd() {
        try {
            ended.await(UNGRACEFUL.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void end(Duration grace) {
        stop.countDown();
        List<Thread> stops = new ArrayList<>();
        if (!workers.isEmpty() && grace.isPositive()) {
            pod.normal("Killing", "Stopping container " + String.join(", ", workers.keySet()));
        }
        for (ContainerWorker worker : workers.values()) {
            stops.add(Thread.ofVirtual().start(() -> worker.stop(grace)));
        }
        try {
            for (Thread one : stops) {
                one.join();
            }
            if (thread.isPresent()) {
                thread.get().join(UNGRACEFUL);
                thread.get().interrupt();
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        leave();
        try {
            Volumes.delete(folder);
        } catch (IOException busy) {
            pod.warning("FailedKillPod", "cannot delete the pod's files: " + busy.getMessage());
        }
    }
}
