package dev.tierwall.agent.flow;

import dev.tierwall.core.model.Direction;
import dev.tierwall.core.model.ObjectKey;
import java.util.List;
import java.util.Optional;

/**
 * A connection, or several of the same kind, as they were denied or allowed.
 *
 * @param kind what happened
 * @param millis when it was seen first, since 1970
 * @param direction the side that denied it; for an allowed one the side of the pod of this node
 * @param source who opened it
 * @param destination who was asked, behind a Service the pod
 * @param protocol its protocol, such as {@code TCP}
 * @param cause why
 * @param count how many packets or connections of this kind there were
 * @param traffic what went through, for an allowed connection that ended
 */
public record FlowRecord(
        Kind kind,
        long millis,
        Direction direction,
        FlowEnd source,
        FlowEnd destination,
        String protocol,
        Cause cause,
        long count,
        Optional<Volume> traffic) {

    /** What happened. */
    public enum Kind {
        DENIED("denied"),
        OPENED("allowed"),
        ENDED("allowed");

        private final String verdict;

        Kind(String verdict) {
            this.verdict = verdict;
        }

        /** {@code denied} or {@code allowed}. */
        public String verdict() {
            return verdict;
        }
    }

    /**
     * Why.
     *
     * @param reason in words
     * @param policies every policy that is responsible
     * @param generation the program that decided
     */
    public record Cause(String reason, List<Responsible> policies, int generation) {
        public Cause {
            policies = List.copyOf(policies);
        }
    }

    /**
     * A policy that is responsible.
     *
     * @param policy which
     * @param direction the direction that it decided
     * @param rule the rule's place in its list, from 1; 0 where no rule decided but that the policy isolates
     * @param ruleName the rule's name; empty if it has none
     */
    public record Responsible(ObjectKey policy, Direction direction, int rule, String ruleName) {}

    /**
     * What went through.
     *
     * @param packets in both directions
     * @param bytesSent from the one who opened it
     * @param bytesReceived to the one who opened it
     */
    public record Volume(long packets, long bytesSent, long bytesReceived) {}

    /** What records of one kind have in common: of these only the first is told at once, and the others counted. */
    Object likeness() {
        return List.of(
                kind, direction, source.name(), destination.name(), destination.port(), protocol, cause.policies());
    }

    FlowRecord counted(long times, long at) {
        return new FlowRecord(kind, at, direction, source, destination, protocol, cause, times, traffic);
    }
}
