package dev.tierwall.lab.decode;

import static dev.tierwall.lab.Trees.yaml;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tierwall.lab.schema.BuiltIns;
import dev.tierwall.lab.schema.GroupVersionKind;
import dev.tierwall.lab.schema.Struct;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What clients write, and what is made of it. */
class ConformTest {

    @Test
    void leavesOutWhatIsEmptyAndAddsWhatIsAlwaysWritten() throws Exception {
        ObjectNode pod = yaml("""
                apiVersion: v1
                kind: Pod
                metadata: {name: p, labels: {}, generation: 0, creationTimestamp: null, annotations: {a: null}}
                spec:
                  hostNetwork: false
                  nodeName: ""
                  terminationGracePeriodSeconds: 0
                  volumes: []
                  containers: [{name: a, image: x, stdin: false, resources: {limits: {cpu: 1, memory: 1.5}}}]
                """);
        assertThat(Conform.to(type(pod), pod).object()).isEqualTo(yaml("""
                apiVersion: v1
                kind: Pod
                metadata: {name: p, annotations: {a: ""}}
                spec:
                  terminationGracePeriodSeconds: 0
                  containers: [{name: a, image: x, resources: {limits: {cpu: "1", memory: "1.5"}}}]
                status: {}
                """));
    }

    @Test
    void namesUnknownFieldsByTheirPath() throws Exception {
        ObjectNode deployment = yaml("""
                apiVersion: apps/v1
                kind: Deployment
                metadata: {name: d, labls: {a: b}}
                spec: {replica: 1, template: {spec: {containers: [{name: a}, {name: b, img: x}]}}}
                stauts: {}
                """);
        assertThat(Conform.to(type(deployment), deployment).complaints())
                .containsExactly(
                        "unknown field \"metadata.labls\"",
                        "unknown field \"spec.replica\"",
                        "unknown field \"spec.template.spec.containers[1].img\"",
                        "unknown field \"stauts\"");
    }

    @Test
    void namesFieldsThatAreWrittenTwice() throws Exception {
        Parsed parsed =
                JsonTrees.object("{\"a\":1,\"b\":[{\"c\":1,\"c\":2}],\"a\":3}".getBytes(StandardCharsets.UTF_8));
        assertThat(parsed.object().toString()).isEqualTo("{\"a\":3,\"b\":[{\"c\":2}]}");
        assertThat(parsed.complaints()).containsExactly("duplicate field \"b[0].c\"", "duplicate field \"a\"");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {replicas: "3"}                        | json: cannot unmarshal string into Go struct field Deployment.spec.replicas of type int32
            {replicas: 3.5}                        | json: cannot unmarshal number into Go struct field Deployment.spec.replicas of type int32
            {replicas: 3000000000}                 | json: cannot unmarshal number 3000000000 into Go struct field Deployment.spec.replicas of type int32
            {paused: 1}                            | json: cannot unmarshal number 1 into Go struct field Deployment.spec.paused of type bool
            {selector: [a]}                        | json: cannot unmarshal array into Go struct field Deployment.spec.selector of type v1.LabelSelector
            {selector: {matchLabels: {a: true}}}   | json: cannot unmarshal bool into Go struct field Deployment.spec.selector.matchLabels.a of type string
            {template: {spec: {containers: {}}}}   | json: cannot unmarshal object into Go struct field Deployment.spec.template.spec.containers of type []v1.Container
            """)
    void refusesOtherTypes(String spec, String message) {
        ObjectNode deployment = yaml("apiVersion: apps/v1\nkind: Deployment\nspec: " + spec + "\n");
        assertThatThrownBy(() -> Conform.to(type(deployment), deployment))
                .isInstanceOf(UnreadableObjectException.class)
                .hasMessage(message);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"a":
            [1]
            {} {}
            ``
            """)
    void refusesWhatIsNoObject(String text) {
        assertThatThrownBy(() -> JsonTrees.object(text.getBytes(StandardCharsets.UTF_8)))
                .isInstanceOf(UnreadableObjectException.class);
    }

    private static Struct type(ObjectNode object) {
        return BuiltIns.table().kind(GroupVersionKind.of(object)).orElseThrow();
    }
}
