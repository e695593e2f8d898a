package dev.tierwall.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The base for kustomize is what the chart makes of its default values, without what concerns Helm. */
class KustomizeTest {

    private static final Path BASE = Path.of("kustomize/base");

    /** With {@code -Dtierwall.kustomize.update=true} writes the base anew. */
    @Test
    void theBaseIsTheChartByDefault() throws IOException {
        if (Boolean.getBoolean("tierwall.kustomize.update")) {
            Files.writeString(BASE.resolve("tierwall.yaml"), baseText());
        }
        List<JsonNode> fromChart = Chart.objects(Map.of()).stream()
                .filter(object -> !object.at("/metadata/annotations").has("helm.sh/hook"))
                .map(KustomizeTest::withoutHelm)
                .toList();
        List<JsonNode> base = Chart.parse(Files.readString(BASE.resolve("tierwall.yaml")));
        assertThat(base).containsExactlyInAnyOrderElementsOf(fromChart);
    }

    private static String baseText() {
        return Stream.of(Chart.render(Map.of()).split("(?m)^---\n"))
                .filter(document -> !document.isBlank() && !document.contains("helm.sh/hook"))
                .map(document -> document.replaceAll("(?m)^# Source:.*\n", "")
                        .replaceAll("(?m)^ +(app.kubernetes.io/managed-by|helm.sh/chart):.*\n", ""))
                .collect(Collectors.joining("---\n"));
    }

    private static JsonNode withoutHelm(JsonNode object) {
        ObjectNode copy = object.deepCopy();
        ObjectNode labels = (ObjectNode) copy.at("/metadata/labels");
        labels.remove(List.of("app.kubernetes.io/managed-by", "helm.sh/chart"));
        return copy;
    }

    @Test
    void theBaseNamesItsFiles() throws IOException {
        JsonNode kustomization = Chart.parse(Files.readString(BASE.resolve("kustomization.yaml")))
                .getFirst();
        for (JsonNode resource : kustomization.path("resources")) {
            assertThat(BASE.resolve(resource.asText())).exists();
        }
        assertThat(kustomization.path("namespace").asText()).isEqualTo("tierwall");
    }
}
