package dev.tierwall.agent.report;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.tierwall.core.model.ObjectKey;
import dev.tierwall.core.model.Pod;
import dev.tierwall.core.model.Snapshot;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntSupplier;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What the agent says of itself, as JSON; docs/schemas/agent-status.json says what is in it. */
public final class Status {

    private static final JsonFactory JSON = new JsonFactory();

    private final String node;
    private final Sources sources;
    private final Instant started = Instant.now();

    /**
     * Where it knows that from.
     *
     * @param journal what happened
     * @param checks what the node is like
     * @param snapshot the facts
     * @param generation the program's generation
     * @param lost records of flows that were lost
     */
    public record Sources(
            Journal journal,
            NodeChecks checks,
            Supplier<Snapshot> snapshot,
            IntSupplier generation,
            LongSupplier lost) {}

    public Status(String node, Sources sources) {
        this.node = node;
        this.sources = sources;
    }

    /** Why it is not ready; empty if it is. */
    Optional<String> unready() {
        Journal.State state = sources.journal.state();
        if (state.ready()) {
            return Optional.empty();
        }
        List<String> waiting = state.kinds().entrySet().stream()
                .filter(kind -> !kind.getValue().isEmpty() && !kind.getValue().equals("not installed"))
                .map(kind -> kind.getKey() + ": " + kind.getValue())
                .toList();
        return Optional.of(
                waiting.isEmpty()
                        ? "the cluster is being listed"
                        : "the cluster cannot be listed: " + String.join("; ", waiting));
    }

    List<String> problems() {
        return sources.checks.problems();
    }

    String json() {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(text)) {
            write(json);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return text.toString();
    }

    private void write(JsonGenerator json) throws IOException {
        Journal.State state = sources.journal.state();
        json.writeStartObject();
        json.writeStringField("apiVersion", "tierwall.dev/v1");
        json.writeStringField("kind", "AgentStatus");
        json.writeStringField("node", node);
        json.writeStringField("started", started.toString());
        json.writeBooleanField("ready", state.ready());
        json.writeNumberField("generation", sources.generation.getAsInt());
        json.writeNumberField("programs", state.programs());
        json.writeNumberField("elements", state.elements());
        counts(json);
        latency(json, state.latencies());
        json.writeObjectFieldStart("repairs");
        json.writeNumberField("count", state.repairs());
        if (state.repairs() > 0) {
            note(json, "last", state.lastRepair());
        }
        json.writeEndObject();
        json.writeObjectFieldStart("flows");
        json.writeNumberField("denied", state.denied());
        json.writeNumberField("cut", state.cut());
        json.writeNumberField("lost", sources.lost.getAsLong());
        json.writeEndObject();
        json.writeObjectFieldStart("connections");
        json.writeNumberField("count", sources.checks.use().count());
        json.writeNumberField("most", sources.checks.use().most());
        json.writeEndObject();
        json.writeObjectFieldStart("watches");
        for (Map.Entry<String, String> kind : state.kinds().entrySet()) {
            json.writeStringField(kind.getKey(), kind.getValue().isEmpty() ? "following" : kind.getValue());
        }
        json.writeEndObject();
        lists(json, state);
        json.writeEndObject();
    }

    private void counts(JsonGenerator json) throws IOException {
        Snapshot snapshot = sources.snapshot.get();
        int local = 0;
        for (Pod pod : snapshot.pods().values()) {
            local += pod.node().equals(Optional.of(node)) ? 1 : 0;
        }
        json.writeObjectFieldStart("pods");
        json.writeNumberField("local", local);
        json.writeNumberField("all", snapshot.pods().size());
        json.writeEndObject();
        json.writeNumberField("policies", snapshot.policies().size());
    }

    private static void latency(JsonGenerator json, List<Long> sorted) throws IOException {
        json.writeObjectFieldStart("programming");
        json.writeNumberField("count", sorted.size());
        if (!sorted.isEmpty()) {
            json.writeNumberField("medianSeconds", sorted.get(sorted.size() / 2) / 1e9);
            json.writeNumberField(
                    "p99Seconds", sorted.get(Math.min(sorted.size() - 1, sorted.size() * 99 / 100)) / 1e9);
        }
        json.writeEndObject();
    }

    private void lists(JsonGenerator json, Journal.State state) throws IOException {
        json.writeArrayFieldStart("invalid");
        for (Map.Entry<ObjectKey, List<String>> one : state.invalid().entrySet()) {
            json.writeStartObject();
            json.writeStringField("kind", one.getKey().kind());
            json.writeStringField("namespace", one.getKey().namespace());
            json.writeStringField("name", one.getKey().name());
            json.writeStringField("problem", String.join("; ", one.getValue()));
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeArrayFieldStart("problems");
        for (String problem : problems()) {
            json.writeString(problem);
        }
        json.writeEndArray();
        json.writeArrayFieldStart("errors");
        for (Journal.Note error : state.errors()) {
            note(json, null, error);
        }
        json.writeEndArray();
    }

    private static void note(JsonGenerator json, @Nullable String field, Journal.Note note) throws IOException {
        if (field != null) {
            json.writeFieldName(field);
        }
        json.writeStartObject();
        json.writeStringField("time", note.time().toString());
        json.writeStringField("text", note.text());
        json.writeEndObject();
    }
}
