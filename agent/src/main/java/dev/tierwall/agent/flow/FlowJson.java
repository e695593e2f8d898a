package dev.tierwall.agent.flow;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.tierwall.agent.flow.FlowRecord.Responsible;
import dev.tierwall.core.model.ObjectKey;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.time.Instant;

/** A record as one line of JSON; docs/schemas/flow.json says what is in it. */
public final class FlowJson {

    private static final JsonFactory JSON = new JsonFactory();

    private FlowJson() {}

    /** The line, without its end. */
    public static String line(FlowRecord record, String node) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(text)) {
            json.writeStartObject();
            json.writeStringField("apiVersion", "tierwall.dev/v1");
            json.writeStringField("kind", "Flow");
            json.writeStringField("time", Instant.ofEpochMilli(record.millis()).toString());
            json.writeStringField("node", node);
            json.writeStringField("verdict", record.kind().verdict());
            if (record.kind() != FlowRecord.Kind.DENIED) {
                json.writeStringField("event", record.kind() == FlowRecord.Kind.ENDED ? "ended" : "opened");
            }
            json.writeStringField("direction", record.direction().label());
            end(json, "source", record.source());
            end(json, "destination", record.destination());
            json.writeStringField("protocol", record.protocol());
            json.writeStringField("reason", record.cause().reason());
            json.writeArrayFieldStart("policies");
            for (Responsible one : record.cause().policies()) {
                policy(json, one);
            }
            json.writeEndArray();
            json.writeNumberField("generation", record.cause().generation());
            json.writeNumberField("count", record.count());
            if (record.traffic().isPresent()) {
                FlowRecord.Volume traffic = record.traffic().get();
                json.writeNumberField("packets", traffic.packets());
                json.writeNumberField("bytesSent", traffic.bytesSent());
                json.writeNumberField("bytesReceived", traffic.bytesReceived());
            }
            json.writeEndObject();
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return text.toString();
    }

    private static void policy(JsonGenerator json, Responsible one) throws IOException {
        json.writeStartObject();
        named(json, one.policy());
        json.writeStringField("direction", one.direction().label());
        if (one.rule() > 0) {
            json.writeNumberField("rule", one.rule());
        }
        if (!one.ruleName().isEmpty()) {
            json.writeStringField("ruleName", one.ruleName());
        }
        json.writeEndObject();
    }

    private static void end(JsonGenerator json, String field, FlowEnd end) throws IOException {
        json.writeObjectFieldStart(field);
        if (end.pod().isPresent()) {
            json.writeStringField("namespace", end.pod().get().namespace());
            json.writeStringField("pod", end.pod().get().name());
        }
        if (end.workload().isPresent()) {
            json.writeObjectFieldStart("workload");
            json.writeStringField("kind", end.workload().get().kind());
            json.writeStringField("name", end.workload().get().name());
            json.writeEndObject();
        }
        json.writeStringField("address", end.address().toString());
        if (end.port() > 0) {
            json.writeNumberField("port", end.port());
        }
        json.writeEndObject();
    }

    private static void named(JsonGenerator json, ObjectKey key) throws IOException {
        json.writeStringField("kind", key.kind());
        if (!key.namespace().isEmpty()) {
            json.writeStringField("namespace", key.namespace());
        }
        json.writeStringField("name", key.name());
    }
}
