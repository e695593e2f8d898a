package dev.tierwall.lab.openapi;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tierwall.lab.custom.CustomKind;
import dev.tierwall.lab.custom.Definitions;
import dev.tierwall.lab.schema.BuiltIns;
import dev.tierwall.lab.schema.Resource;
import dev.tierwall.lab.schema.Resources;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What clients look for in the documents. That kubectl reads them is held where the endpoint is tested. */
class OpenApiTest {

    private static final List<CustomKind> POLICIES = Definitions.ofPolicies().stream()
            .flatMap(one -> CustomKind.of(one).stream())
            .toList();

    private static final OpenApi OPEN_API = new OpenApi(POLICIES, "v1.33.0");

    @Test
    void everyReferenceLeadsSomewhere() {
        ObjectNode v2 = OPEN_API.v2();
        for (String reference : references(v2)) {
            assertThat(v2.at(reference.substring(1)).isObject()).as(reference).isTrue();
        }
        OPEN_API.v3Index().path("paths").fieldNames().forEachRemaining(path -> {
            ObjectNode document = OPEN_API.v3(path.replaceFirst("^apis?/", "")).orElseThrow();
            for (String reference : references(document)) {
                assertThat(document.at(reference.substring(1)).isObject())
                        .as(path + reference)
                        .isTrue();
            }
        });
    }

    private static List<String> references(JsonNode document) {
        List<String> references = new ArrayList<>();
        document.findValues("$ref").forEach(value -> {
            // A schema may have a field of this name, which is no reference.
            if (value.isTextual()) {
                references.add(value.asText());
            }
        });
        assertThat(references).isNotEmpty();
        return references;
    }

    @Test
    void saysHowListsAreMerged() {
        JsonNode containers =
                schema("v1", "io.k8s.api.core.v1.PodSpec").path("properties").path("containers");
        assertThat(containers.path("x-kubernetes-patch-merge-key").asText()).isEqualTo("name");
        assertThat(containers.path("x-kubernetes-patch-strategy").asText()).isEqualTo("merge");
        assertThat(containers.path("x-kubernetes-list-type").asText()).isEqualTo("map");
        assertThat(containers.path("x-kubernetes-list-map-keys").toString()).isEqualTo("[\"name\"]");
        assertThat(containers.at("/items/$ref").asText())
                .isEqualTo("#/components/schemas/io.k8s.api.core.v1.Container");
        assertThat(schema("v1", "io.k8s.api.core.v1.PodSpec").path("required").toString())
                .isEqualTo("[\"containers\"]");
    }

    @Test
    void saysWhichKindEachPathServesAndHowItIsPatched() {
        JsonNode patch = OPEN_API.v3("networking.k8s.io/v1")
                .orElseThrow()
                .path("paths")
                .path("/apis/networking.k8s.io/v1/namespaces/{namespace}/networkpolicies/{name}")
                .path("patch");
        assertThat(patch.path("x-kubernetes-group-version-kind").path("kind").asText())
                .isEqualTo("NetworkPolicy");
        assertThat(patch.path("requestBody").path("content").has("application/strategic-merge-patch+json"))
                .isTrue();
        assertThat(patch.path("parameters").findValuesAsText("name"))
                .containsExactly("dryRun", "fieldManager", "fieldValidation", "force");
        JsonNode custom = OPEN_API.v3("policy.networking.k8s.io/v1alpha2")
                .orElseThrow()
                .path("paths")
                .path("/apis/policy.networking.k8s.io/v1alpha2/clusternetworkpolicies/{name}")
                .path("patch");
        assertThat(custom.path("requestBody").path("content").has("application/merge-patch+json"))
                .isTrue();
        assertThat(custom.path("requestBody").path("content").has("application/strategic-merge-patch+json"))
                .isFalse();
    }

    @Test
    void showsCustomKindsAsTheirDefinitionsHaveThem() {
        JsonNode policy =
                schema("policy.networking.k8s.io/v1alpha2", "io.k8s.networking.policy.v1alpha2.ClusterNetworkPolicy");
        assertThat(policy.at("/properties/spec/properties/tier/enum").toString())
                .isEqualTo("[\"Admin\",\"Baseline\"]");
        assertThat(policy.at("/properties/metadata/$ref").asText())
                .isEqualTo("#/components/schemas/io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta");
        assertThat(policy.at("/x-kubernetes-group-version-kind/0/kind").asText())
                .isEqualTo("ClusterNetworkPolicy");
    }

    @Test
    void anAddressChangesWithWhatItLeadsTo() {
        String path = "/paths/apis~1policy.networking.k8s.io~1v1alpha2/serverRelativeURL";
        OpenApi fewer = new OpenApi(POLICIES.subList(0, 2), "v1.33.0");
        assertThat(fewer.v3Index().at(path)).isEqualTo(OPEN_API.v3Index().at(path));
        ObjectNode definition = Definitions.ofPolicies().getFirst();
        ((ObjectNode) definition.at("/spec/versions/0/schema/openAPIV3Schema")).put("description", "Another.");
        OpenApi other = new OpenApi(CustomKind.of(definition), "v1.33.0");
        assertThat(other.v3Index().at(path)).isNotEqualTo(OPEN_API.v3Index().at(path));
        assertThat(OPEN_API.v3("nothing/v1")).isEmpty();
    }

    @Test
    void theProtobufOfVersionTwoNamesEveryKind() {
        String bytes = new String(OPEN_API.v2Protobuf(), StandardCharsets.ISO_8859_1);
        BuiltIns.table().kinds().values().stream()
                .filter(type -> type.name().startsWith("io.k8s.api.")
                        && !type.shortName().equals("List"))
                .forEach(type -> assertThat(bytes).contains(type.name()));
    }

    @Test
    void everyResourceHasAKindOfTheTable() {
        for (Resource resource : Resources.builtIn()) {
            boolean options = resource.kind().kind().endsWith("Options");
            assertThat(options || BuiltIns.table().kinds().containsKey(resource.kind()))
                    .as(resource.toString())
                    .isTrue();
        }
    }

    private static JsonNode schema(String groupVersion, String name) {
        return OPEN_API.v3(groupVersion)
                .orElseThrow()
                .path("components")
                .path("schemas")
                .path(name);
    }
}
