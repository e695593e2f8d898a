package dev.tierwall.kube.manifest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tierwall.core.model.Finding;
import dev.tierwall.core.model.NetworkPolicy;
import dev.tierwall.core.model.Pod;
import dev.tierwall.core.model.Policy;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Input as it comes: all problems in one run, nothing lost, no stack trace. */
class BadInputTest {

    private static final String POD = "apiVersion: v1\nkind: Pod\nmetadata: {name: %s}\n";

    @TempDir
    Path folder;

    private Path file(String name, String text) throws IOException {
        Path path = folder.resolve(name);
        Files.createDirectories(path.getParent());
        return Files.writeString(path, text);
    }

    private static Reading read(Object... names) {
        return Manifests.read(
                List.of(names).stream().map(Object::toString).toList(), "default", InputStream.nullInputStream());
    }

    private static Reading stdin(String text) {
        return stdin(text.getBytes(StandardCharsets.UTF_8));
    }

    private static Reading stdin(byte[] bytes) {
        return Manifests.read(List.of("-"), "default", new ByteArrayInputStream(bytes));
    }

    /** The findings, with the folder's name left out. */
    private List<String> findings(Reading reading) {
        return reading.findings().stream()
                .map(Finding::toString)
                .map(text -> text.replace(folder + "/", ""))
                .toList();
    }

    private static List<String> names(Reading reading) {
        return reading.objects().stream().map(object -> object.key().name()).toList();
    }

    @Test
    void allProblemsOfAllFilesInOneRun() throws IOException {
        file("a.yaml", POD.formatted("a") + "---\nkind: [\n---\n" + POD.formatted("b"));
        file("b.json", "{\"apiVersion\": \"v1\", \"kind\": \"Pod\", \"metadata\": {\"name\": \"C\"}}");
        file("c.yml", "apiVersion: v1\nkind: Pod\nmetadata:\n\tname: d\n");
        Reading reading = read(folder, folder.resolve("missing.yaml"));
        assertThat(names(reading)).containsExactly("a", "b", "C");
        assertThat(findings(reading))
                .containsExactly(
                        "missing.yaml: error: there is no such file or folder; check the path",
                        "a.yaml:5:7: error: the bracket [ here is never closed; close it with ]",
                        "b.json:1:58: error: the name \"C\" must consist of lower-case letters, digits, hyphens and dots,"
                                + " and start and end with a letter or digit; choose another name",
                        "c.yml:4:1: error: a tab stands where YAML allows only spaces; indent with spaces");
    }

    @Test
    void duplicateObjects() throws IOException {
        file("a.yaml", POD.formatted("a") + "---\n" + POD.formatted("a"));
        file("b.yaml", POD.formatted("a"));
        Reading reading = read(folder);
        assertThat(findings(reading))
                .containsExactly(
                        "a.yaml:5:1: warning: the Pod default/a is written twice, first at a.yaml:1:1;"
                                + " remove one of the two; this one counts, as if applied in this order",
                        "b.yaml:1:1: warning: the Pod default/a is written twice, first at a.yaml:5:1;"
                                + " remove one of the two; this one counts, as if applied in this order");
        assertThat(reading.snapshot()
                        .pods()
                        .get(reading.objects().get(0).key())
                        .orElseThrow()
                        .location()
                        .file())
                .endsWith("b.yaml");
    }

    @Test
    void namespacesMayBeWrittenAgain() {
        String namespace = "apiVersion: v1\nkind: Namespace\nmetadata: {name: a, labels: {x: one}}\n---\n";
        assertThat(stdin(namespace + namespace).findings()).isEmpty();
        assertThat(stdin(namespace + namespace.replace("one", "two")).findings())
                .hasSize(1);
    }

    @Test
    void nothingAtAll() throws IOException {
        Reading reading = read(file("a.yaml", "# nothing\n"), file("b.yaml", ""));
        assertThat(findings(reading))
                .containsExactly(
                        "a.yaml: note: not read: there is no Kubernetes object in it",
                        "b.yaml: note: not read: it is empty",
                        "a.yaml, b.yaml: error: there is no Kubernetes object in it;"
                                + " give manifests; in folders, files that end in .yaml, .yml or .json are read");
    }

    @Test
    void filesWithoutObjectsAreNamed() throws IOException {
        file("Chart.yaml", "name: web\nversion: 1.0.0\n");
        file("empty.yaml", "---\n# nothing\n");
        file("pod.yaml", POD.formatted("a"));
        file("templates/web.yaml", "kind: Pod\n{{- if .Values.x }}\nx: y\n{{- end }}\n");
        assertThat(findings(read(folder)))
                .containsExactly(
                        "Chart.yaml:1:1: note: not read: the document has neither apiVersion nor kind,"
                                + " and so is no Kubernetes object; add both if it should be one",
                        "empty.yaml: note: not read: there is no Kubernetes object in it",
                        "templates/web.yaml:1:1: note: not read: this is a template, not a manifest;"
                                + " render it first and read the result, as in `helm template CHART | tierwall … -f -`");
    }

    @Test
    void binary() throws IOException {
        Path path = folder.resolve("a.yaml");
        try (GZIPOutputStream out = new GZIPOutputStream(Files.newOutputStream(path))) {
            out.write(POD.formatted("a").getBytes(StandardCharsets.UTF_8));
        }
        assertThat(findings(read(path)))
                .containsExactly("a.yaml: error: this is binary data, not YAML or JSON;"
                        + " if it is compressed or encrypted, undo that first");
    }

    @Test
    void utf16WithoutAMark() {
        assertThat(findings(stdin(POD.formatted("a").getBytes(StandardCharsets.UTF_16LE))))
                .containsExactly("<stdin>: error: this is UTF-16 or UTF-32 without a byte-order mark,"
                        + " which kubectl cannot read either; save the file as UTF-8");
    }

    @Test
    void utf16WithAMarkIsRead() {
        assertThat(names(stdin(("\ufeff" + POD.formatted("a")).getBytes(StandardCharsets.UTF_16LE))))
                .containsExactly("a");
    }

    @Test
    void terminalsAreNotObeyed() {
        Reading reading = stdin("apiVersion: v1\nkind: Pod\nmetadata: {name: \"\\e[31mred\\e[0m\\n\"}\n");
        assertThat(reading.findings().get(0).toString())
                .doesNotContain("\u001b")
                .doesNotContain("\n");
    }

    @Test
    void anInvalidPolicyIsKeptAndClosed() {
        Reading reading = stdin("apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata: {name: a}\n"
                + "spec: {podSelector: {}, ingress: [{ports: [{port: 0}]}]}\n---\n" + POD.formatted("p"));
        assertThat(reading.hasErrors()).isTrue();
        Policy policy = reading.snapshot().policies().values().iterator().next();
        assertThat(((NetworkPolicy) policy).valid()).isFalse();
        assertThat(reading.objects().get(1)).isInstanceOf(Pod.class);
    }
}
