package dev.tierwall.lab.node;

import dev.tierwall.lab.spec.ContainerSpec;
import dev.tierwall.lab.spec.Handler;
import dev.tierwall.lab.spec.ProbeSpec;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/**
 * Looks after one run of a container: its hook at the start, then its probes.
 *
 * @param change changes how the container is, as long as this run goes on
 * @param kill ends the run, with the reason
 */
record Caretaker(
        RunningPod pod, ContainerSpec spec, Consumer<UnaryOperator<ContainerState>> change, Consumer<String> kill) {

    private static final Duration HOOK_TIME = Duration.ofSeconds(30);

    /** Looks after it until its thread is interrupted. */
    void run(ProbeLoop loop) {
        Thread liveness = Thread.ofVirtual()
                .unstarted(() -> spec.care()
                        .liveness()
                        .ifPresent(probe -> loop.run(probe, new Judge(() -> {}, why -> fail("Liveness", why)))));
        try {
            if (!begin(loop)) {
                return;
            }
            if (spec.care().startup().isPresent()) {
                await(loop, spec.care().startup().get());
            }
            liveness.start();
            spec.care().readiness().ifPresent(probe -> loop.run(probe, readiness()));
            // A pod without that probe is ready as long as it runs.
            new CountDownLatch(1).await();
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
        } finally {
            liveness.interrupt();
        }
    }

    private boolean begin(ProbeLoop loop) throws InterruptedException {
        Optional<Handler> hook = spec.care().postStart();
        Optional<String> failure = hook.isPresent() ? loop.failure(hook.get(), HOOK_TIME) : Optional.empty();
        failure.ifPresent(why -> {
            pod.warning("FailedPostStartHook", "PostStartHook failed: " + why);
            kill.accept("its PostStartHook");
        });
        return failure.isEmpty();
    }

    private void await(ProbeLoop loop, ProbeSpec startup) throws InterruptedException {
        CountDownLatch well = new CountDownLatch(1);
        Thread asking = Thread.ofVirtual()
                .start(() -> loop.run(startup, new Judge(well::countDown, why -> fail("Startup", why))));
        try {
            well.await();
            boolean ready = spec.care().readiness().isEmpty();
            change.accept(state -> state.well(true, ready));
        } finally {
            asking.interrupt();
        }
    }

    private ProbeLoop.Listener readiness() {
        return new Judge(() -> change.accept(state -> state.well(true, true)), why -> {
            change.accept(state -> state.well(true, false));
            pod.warning("Unhealthy", "Readiness probe failed: " + why);
        });
    }

    private void fail(String kind, String why) {
        pod.warning("Unhealthy", kind + " probe failed: " + why);
        kill.accept(kind.toLowerCase(Locale.ROOT) + " probe");
    }

    /** Does one thing when all is well and another when not. */
    private record Judge(Runnable good, Consumer<String> bad) implements ProbeLoop.Listener {
        @Override
        public void well() {
            good.run();
        }

        @Override
        public void unwell(String why) {
            bad.accept(why);
        }
    }
}
