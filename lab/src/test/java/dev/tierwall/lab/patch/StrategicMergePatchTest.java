package dev.tierwall.lab.patch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tierwall.lab.schema.BuiltIns;
import dev.tierwall.lab.schema.GroupVersionKind;
import dev.tierwall.lab.schema.Struct;
import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Patches with every directive, and what the API server's own code made of them: strategicpatch of apimachinery 0.36.5. */
class StrategicMergePatchTest {

    private static final ObjectMapper MAPPER = new ObjectMapper();

    record Case(String name, ObjectNode object, ObjectNode patch, JsonNode result) {
        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Case> cases() throws IOException {
        try (InputStream in =
                Objects.requireNonNull(StrategicMergePatchTest.class.getResourceAsStream("strategic.json"))) {
            return MAPPER.readTree(in)
                    .valueStream()
                    .map(one -> new Case(
                            one.path("name").asText(),
                            (ObjectNode) one.path("object"),
                            (ObjectNode) one.path("patch"),
                            one.path("result")));
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void changesWhatTheApiServerChanges(Case one) throws PatchException {
        Struct type = BuiltIns.table().kind(GroupVersionKind.of(one.object)).orElseThrow();
        ObjectNode object = one.object.deepCopy();
        ObjectNode patch = one.patch.deepCopy();
        if (one.result.isMissingNode()) {
            assertThatThrownBy(() -> StrategicMergePatch.apply(type, object, patch))
                    .isInstanceOf(PatchException.class);
        } else {
            assertThat(StrategicMergePatch.apply(type, object, patch)).isEqualTo(one.result);
        }
        assertThat(object).isEqualTo(one.object);
        assertThat(patch).isEqualTo(one.patch);
    }
}
