package dev.tierwall.lab.apply;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tierwall.lab.schema.BuiltIns;
import dev.tierwall.lab.schema.GroupVersionKind;
import dev.tierwall.lab.schema.Struct;
import dev.tierwall.lab.validate.Cause;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Requests that create, update and apply one object, one after the other. What comes of each, owners and conflicts too, was
 * recorded from the API server's own code: package managedfields of apimachinery 0.36.5, with the types of client-go.
 */
class ScenariosTest {

    private static final ObjectMapper MAPPER = new ObjectMapper();

    record Scenario(String name, JsonNode steps) {
        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Scenario> scenarios() throws IOException {
        try (InputStream in = Objects.requireNonNull(ScenariosTest.class.getResourceAsStream("scenarios.json"))) {
            return MAPPER.readTree(in)
                    .valueStream()
                    .map(scenario -> new Scenario(scenario.path("name").asText(), scenario.path("steps")));
        }
    }

    @ParameterizedTest
    @MethodSource("scenarios")
    void ownersAreThoseOfTheApiServer(Scenario scenario) {
        ObjectNode live = JsonNodeFactory.instance.objectNode();
        int number = 0;
        for (JsonNode step : scenario.steps) {
            String where = "step " + ++number;
            ObjectNode object = (ObjectNode) step.path("object");
            String subresource = step.path("subresource").asText();
            Author author = new Author(
                    step.path("manager").asText(),
                    subresource,
                    subresource.equals("status") ? Set.of("spec") : Set.of("status"),
                    Instant.parse("2026-01-01T00:00:00Z"));
            FieldLedger ledger =
                    new FieldLedger(type(object), object.path("apiVersion").asText(), author);
            try {
                ObjectNode result = step.path("op").asText().equals("apply")
                        ? ledger.apply(live, object, step.path("force").asBoolean())
                        : ledger.update(live, object);
                assertThat(step.has("error")).as(where + " has a conflict").isFalse();
                assertThat(comparable(result)).as(where).isEqualTo(comparable((ObjectNode) step.path("result")));
                live = result;
                live.withObject("/metadata").put("uid", "u");
            } catch (ConflictException e) {
                assertThat(e.getMessage())
                        .as(where)
                        .isEqualTo(step.path("error").asText());
                assertThat(e.causes()).as(where).containsExactlyInAnyOrderElementsOf(causes(step));
            }
        }
    }

    private static List<Cause> causes(JsonNode step) {
        List<Cause> causes = new ArrayList<>();
        for (JsonNode cause : step.path("causes")) {
            causes.add(new Cause(
                    cause.path("reason").asText(),
                    cause.path("message").asText(),
                    cause.path("field").asText()));
        }
        return causes;
    }

    private static Struct type(ObjectNode object) {
        return BuiltIns.table().kind(GroupVersionKind.of(object)).orElseThrow();
    }

    /** Without times, which the recording has not, and without what the endpoint adds. */
    private static ObjectNode comparable(ObjectNode object) {
        ObjectNode copy = object.deepCopy();
        ObjectNode metadata = copy.withObject("/metadata");
        metadata.remove("uid");
        metadata.remove("creationTimestamp");
        metadata.path("managedFields").forEach(entry -> ((ObjectNode) entry).remove("time"));
        return copy;
    }
}
