package dev.tierwall.lab.proto;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tierwall.lab.decode.Conform;
import dev.tierwall.lab.decode.Parsed;
import dev.tierwall.lab.schema.BuiltIns;
import dev.tierwall.lab.schema.GroupVersionKind;
import dev.tierwall.lab.schema.Struct;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The same objects as JSON and as protobuf, both written by the Go client library: {@code client-go} 0.36.5 with its own scheme
 * and serializers. What it wrote is read as it reads it, and written byte for byte as it writes it.
 */
class GoldenTest {

    private static final ObjectMapper MAPPER = new ObjectMapper();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "pod",
                "podlist",
                "deployment",
                "networkpolicy",
                "service",
                "secret",
                "lease",
                "event",
                "status",
                "deleteoptions",
                "scale",
                "crd",
                "tokenreview",
                "controllerrevision"
            })
    void readsAndWritesAsTheGoClientDoes(String name) throws Exception {
        byte[] wire = resource(name + ".pb");
        ObjectNode json = (ObjectNode) MAPPER.readTree(resource(name + ".json"));
        ObjectNode usual = usual(json);
        assertThat(usual(Protobuf.decode(wire))).isEqualTo(usual);
        assertThat(Protobuf.encode(usual)).isEqualTo(wire);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "pod",
                "deployment",
                "networkpolicy",
                "service",
                "secret",
                "lease",
                "event",
                "status",
                "scale",
                "crd"
            })
    void theUsualFormIsWhatTheGoClientWrites(String name) throws Exception {
        ObjectNode json = (ObjectNode) MAPPER.readTree(resource(name + ".json"));
        Parsed parsed = Conform.to(type(json), json);
        assertThat(parsed.complaints()).isEmpty();
        assertThat(parsed.object()).isEqualTo(withoutNull(json));
    }

    @Test
    void framesOfAWatchAreThoseOfTheGoClient() throws Exception {
        ObjectNode pod = usual((ObjectNode) MAPPER.readTree(resource("pod.json")));
        byte[] frame = resource("pod.frame");
        assertThat(Protobuf.watchFrame("ADDED", pod)).isEqualTo(frame);
        byte[] event = Arrays.copyOfRange(frame, 4, frame.length);
        ObjectNode read = Protobuf.decode(event, new GroupVersionKind("", "v1", "WatchEvent"));
        assertThat(read.path("type").asText()).isEqualTo("ADDED");
        assertThat(usual((ObjectNode) read.path("object"))).isEqualTo(pod);
    }

    private static ObjectNode usual(ObjectNode object) throws Exception {
        return Conform.to(type(object), object).object();
    }

    private static Struct type(ObjectNode object) {
        return BuiltIns.table().kind(GroupVersionKind.of(object)).orElseThrow();
    }

    /** Go writes null for what is empty in a few places; the usual form has nothing there. */
    private static JsonNode withoutNull(JsonNode tree) {
        JsonNode copy = tree.deepCopy();
        removeNull(copy);
        return copy;
    }

    private static void removeNull(JsonNode tree) {
        if (tree instanceof ObjectNode object) {
            object.properties().removeIf(property -> property.getValue().isNull());
        }
        tree.forEach(GoldenTest::removeNull);
    }

    private static byte[] resource(String name) throws IOException {
        try (InputStream in = Objects.requireNonNull(GoldenTest.class.getResourceAsStream(name), name)) {
            return in.readAllBytes();
        }
    }
}
