package dev.tierwall.kube.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tierwall.core.model.Location;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Lists, and documents that are no objects. */
class ObjectReaderTest {
    @Test
    void lists() {
        Decoded decoded = Decoded.of("""
                apiVersion: v1
                kind: List
                items:
                - {apiVersion: v1, kind: Namespace, metadata: {name: a}}
                - apiVersion: v1
                  kind: List
                  items:
                  - {apiVersion: v1, kind: Namespace, metadata: {name: b}}
                - {apiVersion: v1, kind: PodList, items: [{metadata: {name: p}}]}
                - {apiVersion: v1, kind: ConfigMap, metadata: {name: c}}
                ---
                kind: NetworkPolicyList
                apiVersion: networking.k8s.io/v1
                items:
                - {metadata: {name: x}, spec: {podSelector: {}}}
                ---
                items:
                - {metadata: {name: z}}
                kind: NamespaceList
                apiVersion: v1
                """);
        assertThat(decoded.findings()).isEmpty();
        assertThat(decoded.objects.stream().map(object -> object.key().toString()))
                .containsExactly(
                        "Namespace/a", "Namespace/b", "default/Pod/p", "default/NetworkPolicy/x", "Namespace/z");
        assertThat(decoded.objects.get(3).location()).isEqualTo(new Location("f.yaml", 15, 3));
    }

    @ParameterizedTest
    @CsvSource(delimiterString = "=>", quoteCharacter = '~', textBlock = """
            just a text                      => 1:1: note: not read: the document is a string, not a Kubernetes object; an object has at least apiVersion, kind and metadata
            [1, 2]                           => 1:1: note: not read: the document is a list, not a Kubernetes object; an object has at least apiVersion, kind and metadata
            replicas: 3                      => 1:1: note: not read: the document has neither apiVersion nor kind, and so is no Kubernetes object; add both if it should be one
            kind: Pod                        => 1:1: error: the object has no `apiVersion`; add it, as in `apiVersion: v1`
            apiVersion: v1                   => 1:1: error: the object has no `kind`; add it, as in `kind: Pod`
            {apiVersion: v1, kind: List, items: [text]} => 1:38: error: an item of a list must be an object, but is a string; remove it, or write an object with apiVersion and kind
            {apiVersion: v1, kind: Pod, metadata: {name: "{{ .Release.Name }}-web"}} => 1:1: note: not read: this is a template, not a manifest; render it first and read the result, as in `helm template CHART | tierwall … -f -`
            {apiVersion: v1, kind: Pod, metadata: {name: a, labels: {app: "{{ .App }}"}}} => 1:1: note: not read: this is a template, not a manifest; render it first and read the result, as in `helm template CHART | tierwall … -f -`
            {apiVersion: kustomize.config.k8s.io/v1beta1, kind: Kustomization} => 1:1: note: not read: a Kustomization says how to make manifests; make them first and read the result, as in `kubectl kustomize DIR | tierwall … -f -`
            """)
    void whatIsNoObject(String text, String finding) {
        Decoded decoded = Decoded.of(text + "\n");
        assertThat(decoded.objects).isEmpty();
        assertThat(decoded.findings()).containsExactly(finding);
    }

    @Test
    void kindsThatAreNotReadArePassedOverInSilence() {
        Decoded decoded = Decoded.of("apiVersion: v1\nkind: Secret\nmetadata: {name: X_}\n---\n"
                + "apiVersion: tierwall.dev/v1\nkind: ExpectedVerdicts\nsteps: []\n---\n"
                + "apiVersion: example.com/v1\nkind: Pod\nmetadata: {}\n");
        assertThat(decoded.objects).isEmpty();
        assertThat(decoded.findings()).isEmpty();
    }
}
