package dev.tierwall.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.marcnuri.helm.Helm;
import dev.tierwall.agent.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The chart, as Helm renders it. */
class ChartTest {

    /** Everything that can be turned on. */
    private static final Map<String, String> ALL = Map.ofEntries(
            Map.entry("agent.logFormat", "text"),
            Map.entry("agent.flows.denied", "false"),
            Map.entry("agent.flows.allowed", "sampled"),
            Map.entry("image.digest", "sha256:" + "0123456789abcdef".repeat(4)),
            Map.entry("imagePullSecrets[0].name", "registry"),
            Map.entry("podMonitor.create", "true"),
            Map.entry("serviceMonitor.create", "true"),
            Map.entry("prometheusRule.create", "true"),
            Map.entry("dashboard.create", "true"),
            Map.entry("podAnnotations.team", "platform"),
            Map.entry("podLabels.team", "platform"),
            Map.entry("serviceAccount.annotations.team", "platform"));

    private static final Set<String> FOREIGN = Set.of("PodMonitor", "ServiceMonitor", "PrometheusRule");

    @Test
    void helmFindsNothingWrong() {
        assertThat(new Helm(Chart.FOLDER).lint().strict().call().isFailed()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"v1.29", "v1.37"})
    void everyObjectIsOneThatTheApiServerAccepts(String version) throws IOException {
        ApiShapes shapes = new ApiShapes(version);
        for (Map<String, String> values : List.of(Map.<String, String>of(), ALL)) {
            for (JsonNode object : Chart.objects(values)) {
                if (FOREIGN.contains(object.path("kind").asText())) {
                    continue;
                }
                assertThat(shapes.knows(object)).as(object.toString()).isTrue();
                assertThat(shapes.problems(object)).isEmpty();
            }
        }
    }

    @Test
    void aMisspeltFieldWouldBeSeen() throws IOException {
        JsonNode wrong = Chart.one(Chart.objects(Map.of()), "DaemonSet").deepCopy();
        ((ObjectNode) wrong.at("/spec/template/spec/containers/0")).put("imagePulPolicy", "Always");
        assertThat(new ApiShapes("v1.37").problems(wrong)).anyMatch(problem -> problem.contains("imagePulPolicy"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "agent.logFormt=json",
                "agent.logFormat=xml",
                "agent.metricsPort=70000",
                "agent.flows.allowed=sometimes",
                "image.digest=sha256:12",
                "maxUnavailable=0%",
                "podMonitor.interval=often",
                "resources.requests.cpu=much",
            })
    void valuesThatMakeNoSenseAreRefused(String value) {
        String[] parts = value.split("=");
        assertThatThrownBy(() -> Chart.render(Map.of(parts[0], parts[1])))
                .hasMessageContaining("don't meet the specifications of the schema");
    }

    @Test
    void theAgentMayListAndWatchAndNothingElse() {
        Set<String> verbs = new TreeSet<>();
        Chart.one(Chart.objects(ALL), "ClusterRole")
                .path("rules")
                .forEach(rule -> rule.path("verbs").forEach(verb -> verbs.add(verb.asText())));
        assertThat(verbs).containsExactly("list", "watch");
    }

    @Test
    void theAgentTakesTheArgumentsThatItIsGiven() {
        for (Map<String, String> values : List.of(Map.<String, String>of(), ALL)) {
            Map<String, String> options = new HashMap<>();
            for (JsonNode argument :
                    Chart.one(Chart.objects(values), "DaemonSet").at("/spec/template/spec/containers/0/args")) {
                String[] parts = argument.asText().split("=", 2);
                if (parts.length == 2) {
                    options.put(parts[0].substring(2), parts[1]);
                }
            }
            assertThat(options.keySet())
                    .isSubsetOf(
                            Settings.OPTIONS.stream().map(Settings.Option::name).toList());
            assertThat(Settings.parse(options, Map.of("NODE_NAME", "worker1"), false)
                            .problems())
                    .isEmpty();
        }
    }

    @Test
    void theAgentHasOneCapabilityAndCannotGetMore() {
        JsonNode spec = Chart.one(Chart.objects(ALL), "DaemonSet").at("/spec/template/spec");
        JsonNode security = spec.at("/containers/0/securityContext");
        assertThat(security.at("/capabilities/add").toString()).isEqualTo("[\"NET_ADMIN\"]");
        assertThat(security.at("/capabilities/drop").toString()).isEqualTo("[\"ALL\"]");
        assertThat(security.path("privileged").asBoolean(true)).isFalse();
        assertThat(security.path("allowPrivilegeEscalation").asBoolean(true)).isFalse();
        assertThat(security.path("readOnlyRootFilesystem").asBoolean()).isTrue();
        assertThat(spec.at("/securityContext/seccompProfile/type").asText()).isEqualTo("RuntimeDefault");
        assertThat(spec.has("volumes")).as("folders of the node, or any others").isFalse();
    }

    @Test
    void theSelectorDoesNotChangeWithVersionsAndValues() {
        for (Map<String, String> values : List.of(Map.<String, String>of(), ALL)) {
            JsonNode set = Chart.one(Chart.objects(values), "DaemonSet");
            assertThat(set.at("/spec/selector/matchLabels").toString())
                    .isEqualTo("{\"app.kubernetes.io/name\":\"tierwall\",\"app.kubernetes.io/instance\":\"tierwall\","
                            + "\"app.kubernetes.io/component\":\"agent\"}");
            set.at("/spec/selector/matchLabels")
                    .properties()
                    .forEach(label -> assertThat(
                                    set.at("/spec/template/metadata/labels").path(label.getKey()))
                            .isEqualTo(label.getValue()));
        }
    }

    @Test
    void theDashboardOfTheChartIsTheOneToImportByHand() throws IOException {
        JsonNode map = Chart.objects(ALL).stream()
                .filter(object -> object.path("kind").asText().equals("ConfigMap"))
                .findFirst()
                .orElseThrow();
        assertThat(map.at("/data/tierwall.json").asText().strip())
                .isEqualTo(Files.readString(Chart.FOLDER.resolve("dashboards/tierwall.json"))
                        .strip());
    }
}
