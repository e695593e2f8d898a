package dev.tierwall.lab.spec;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.Optional;

/**
 * How a container is asked again and again whether it is well.
 *
 * @param handler what is done each time
 * @param delay how long after its start it is asked first
 * @param period how long after one question the next is asked
 * @param timeout how long it may take to answer
 * @param successes so many good answers in a row make it well
 * @param failures so many bad answers in a row make it unwell
 */
public record ProbeSpec(
        Handler handler, Duration delay, Duration period, Duration timeout, int successes, int failures) {

    static Optional<ProbeSpec> of(JsonNode tree) {
        return Handler.of(tree)
                .map(handler -> new ProbeSpec(
                        handler,
                        Duration.ofSeconds(Trees.number(tree, "/initialDelaySeconds", 0)),
                        Duration.ofSeconds(Math.max(1, Trees.number(tree, "/periodSeconds", 10))),
                        Duration.ofSeconds(Math.max(1, Trees.number(tree, "/timeoutSeconds", 1))),
                        Math.max(1, Trees.number(tree, "/successThreshold", 1)),
                        Math.max(1, Trees.number(tree, "/failureThreshold", 3))));
    }
}
