package dev.tierwall.lab.node;

import java.time.Instant;
import java.util.Optional;

/**
 * How a container is.
 *
 * @param now what it does
 * @param last how its run before this one ended
 * @param restarts how often it was started again
 * @param started whether it has begun to work, as its startup probe says
 * @param ready whether it wants to be asked, as its readiness probe says
 * @param id names its run
 */
record ContainerState(
        Phase now, Optional<Phase.Terminated> last, int restarts, boolean started, boolean ready, String id) {

    /** What a container does. */
    sealed interface Phase {

        /** Not yet, or not again. */
        record Waiting(String reason, String message) implements Phase {}

        /** It runs. */
        record Running(Instant since) implements Phase {}

        /** It has ended. */
        record Terminated(int exitCode, String reason, String message, Instant since, Instant until) implements Phase {}
    }

    static ContainerState waiting(String reason) {
        return new ContainerState(new Phase.Waiting(reason, ""), Optional.empty(), 0, false, false, "");
    }

    ContainerState with(Phase phase) {
        boolean runs = phase instanceof Phase.Running;
        return new ContainerState(phase, last, restarts, runs && started, runs && ready, id);
    }

    ContainerState withLast(Phase.Terminated end) {
        return new ContainerState(now, Optional.of(end), restarts, started, ready, id);
    }

    ContainerState restarted() {
        return new ContainerState(now, last, restarts + 1, false, false, id);
    }

    ContainerState run(String newId, Instant since, boolean isStarted, boolean isReady) {
        return new ContainerState(new Phase.Running(since), last, restarts, isStarted, isReady, newId);
    }

    ContainerState well(boolean isStarted, boolean isReady) {
        return new ContainerState(now, last, restarts, isStarted, isReady, id);
    }

    boolean isRunning() {
        return now instanceof Phase.Running;
    }

    Optional<Phase.Terminated> end() {
        return now instanceof Phase.Terminated end ? Optional.of(end) : Optional.empty();
    }
}
