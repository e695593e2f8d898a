package dev.tierwall.lab.table;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;

/** What a line says of a pod: how it fares in one word, and how its containers do. */
final class PodCells {

    private PodCells() {}

    static String ready(ObjectNode pod, Instant now) {
        int ready = 0;
        for (JsonNode container : pod.at("/status/containerStatuses")) {
            ready += container.path("ready").asBoolean() ? 1 : 0;
        }
        int all = pod.at("/spec/containers").size();
        for (JsonNode container : pod.at("/spec/initContainers")) {
            if (isSidecar(container)) {
                all++;
                ready += isReady(pod, container.path("name").asText()) ? 1 : 0;
            }
        }
        return ready + "/" + all;
    }

    private static boolean isSidecar(JsonNode container) {
        return container.path("restartPolicy").asText().equals("Always");
    }

    private static boolean isReady(ObjectNode pod, String container) {
        for (JsonNode status : pod.at("/status/initContainerStatuses")) {
            if (status.path("name").asText().equals(container)) {
                return status.path("ready").asBoolean();
            }
        }
        return false;
    }

    /** The worst that can be said of it in a word. */
    static String status(ObjectNode pod, Instant now) {
        String status = pod.at("/status/reason").asText("");
        if (status.isEmpty()) {
            status = pod.at("/status/phase").asText("Unknown");
        }
        String starting = initialising(pod);
        if (!starting.isEmpty()) {
            status = starting;
        } else {
            for (JsonNode container : pod.at("/status/containerStatuses")) {
                String said = containerWord(container);
                status = said.isEmpty() ? status : said;
            }
        }
        return pod.at("/metadata").has("deletionTimestamp") ? "Terminating" : status;
    }

    private static String initialising(ObjectNode pod) {
        JsonNode all = pod.at("/status/initContainerStatuses");
        for (int i = 0; i < all.size(); i++) {
            JsonNode container = all.get(i);
            JsonNode ended = container.at("/state/terminated");
            boolean ran = !ended.isMissingNode() && ended.path("exitCode").asInt() == 0;
            JsonNode written = pod.at("/spec/initContainers").path(i);
            boolean runs = container.path("started").asBoolean() && isSidecar(written);
            if (ran || runs) {
                continue;
            }
            String said = containerWord(container);
            boolean plain = said.isEmpty() || said.equals("PodInitializing");
            return plain ? "Init:" + i + "/" + pod.at("/spec/initContainers").size() : "Init:" + said;
        }
        return "";
    }

    private static String containerWord(JsonNode container) {
        JsonNode waiting = container.at("/state/waiting");
        if (waiting.hasNonNull("reason")) {
            return waiting.path("reason").asText();
        }
        JsonNode ended = container.at("/state/terminated");
        if (ended.hasNonNull("reason")) {
            return ended.path("reason").asText();
        }
        return ended.isMissingNode() ? "" : "ExitCode:" + ended.path("exitCode").asInt();
    }

    static String restarts(ObjectNode pod, Instant now) {
        long restarts = 0;
        String last = "";
        for (JsonNode container : pod.at("/status/containerStatuses")) {
            restarts += container.path("restartCount").asLong();
            String finished = container.at("/lastState/terminated/finishedAt").asText("");
            last = finished.compareTo(last) > 0 ? finished : last;
        }
        return restarts == 0 || last.isEmpty()
                ? Long.toString(restarts)
                : restarts + " (" + Age.since(last, now) + " ago)";
    }

    static String readinessGates(ObjectNode pod, Instant now) {
        int all = pod.at("/spec/readinessGates").size();
        return all == 0 ? "<none>" : "0/" + all;
    }
}
