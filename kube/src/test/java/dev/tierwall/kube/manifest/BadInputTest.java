package dev.tierwall.kube.manifest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

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
import java.nio.file.attribute.PosixFilePermission;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Input as it comes: one test for each way in which it goes wrong. All problems in one run, nothing lost, no stack trace. */
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
    void foldersAreReadInTheOrderOfNames() throws IOException {
        file("b/x.yaml", POD.formatted("bx"));
        file("a/z.yml", POD.formatted("az"));
        file("a/deep/er/y.json", "{\"apiVersion\":\"v1\",\"kind\":\"Pod\",\"metadata\":{\"name\":\"ay\"}}");
        file("c.yaml", POD.formatted("c"));
        file(".git/config.yaml", POD.formatted("hidden"));
        file("notes.txt", "not: looked at");
        file("x.yaml.bak", "not: looked at");
        Reading reading = read(folder);
        assertThat(names(reading)).containsExactly("ay", "az", "bx", "c");
        assertThat(reading.findings()).isEmpty();
    }

    @Test
    void aNamedFileIsReadWhateverItIsCalled() throws IOException {
        assertThat(names(read(file("notes.txt", POD.formatted("a"))))).containsExactly("a");
    }

    @Test
    void standardInput() {
        Reading reading = stdin(POD.formatted("a") + "---\n" + POD.formatted("B"));
        assertThat(names(reading)).containsExactly("a", "B");
        assertThat(findings(reading))
                .containsExactly(
                        "<stdin>:7:18: error: the name \"B\" must consist of lower-case letters, digits, hyphens"
                                + " and dots, and start and end with a letter or digit; choose another name");
    }

    @Test
    void theNamespaceOfObjectsThatNameNone() {
        byte[] bytes = POD.formatted("a").getBytes(StandardCharsets.UTF_8);
        Reading reading = Manifests.read(List.of("-"), "shop", new ByteArrayInputStream(bytes));
        assertThat(reading.objects().get(0).key().namespace()).isEqualTo("shop");
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
    void addressesOfTheNetwork() {
        assertThat(findings(read("https://example.com/a.yaml")))
                .containsExactly("https://example.com/a.yaml: error: manifests are not fetched from the network;"
                        + " fetch it yourself: `curl -fsSL https://example.com/a.yaml | tierwall … -f -`");
    }

    @Test
    void aLinkThatLeadsBackToItself() throws IOException {
        file("a.yaml", POD.formatted("a"));
        Files.createSymbolicLink(folder.resolve("loop.yaml"), Path.of("loop.yaml"));
        Files.createSymbolicLink(folder.resolve("up"), folder);
        Reading reading = read(folder);
        assertThat(names(reading)).containsExactly("a");
        assertThat(findings(reading))
                .containsExactly(
                        "loop.yaml: error: the link leads back to itself; remove it, or let it point to a file",
                        "up: note: not read: a link to another folder, which kubectl does not follow either;"
                                + " name the folder itself if it should be read");
        assertThat(findings(read(folder.resolve("loop.yaml"))))
                .containsExactly(
                        "loop.yaml: error: the link leads back to itself; remove it, or let it point to a file");
        assertThat(names(read(folder.resolve("up")))).containsExactly("a");
    }

    @Test
    void aLinkThatLeadsNowhere() throws IOException {
        Files.createSymbolicLink(folder.resolve("a.yaml"), Path.of("nowhere.yaml"));
        assertThat(findings(read(folder)))
                .containsExactly("a.yaml: error: there is no such file or folder; check the path");
    }

    @Test
    void unreadable() throws IOException {
        Path path = file("a.yaml", POD.formatted("a"));
        Files.setPosixFilePermissions(path, Set.<PosixFilePermission>of());
        assumeFalse(Files.isReadable(path), "the superuser reads everything");
        assertThat(findings(read(path)))
                .containsExactly("a.yaml: error: reading it is not permitted; check its owner and mode");
    }

    @Test
    void anErrorOfTheDeviceEndsTheSourceOnly() {
        InputStream broken = new InputStream() {
            private int left = 3;

            @Override
            public int read(byte[] bytes, int from, int length) throws IOException {
                if (left-- == 0) {
                    throw new IOException("the disk is on fire");
                }
                byte[] text = (POD.formatted("p" + left) + "---\n").getBytes(StandardCharsets.UTF_8);
                System.arraycopy(text, 0, bytes, from, text.length);
                return text.length;
            }

            @Override
            public int read() {
                throw new UnsupportedOperationException();
            }
        };
        assertThat(Manifests.read(List.of("-"), "default", broken).findings().stream()
                        .map(Finding::toString))
                .contains(
                        "<stdin>: error: it could not be read: the disk is on fire; check that it can be read with `cat`");
    }

    @Test
    @Timeout(20)
    void billionLaughs() {
        StringBuilder text = new StringBuilder("a0: &a0 [lol, lol, lol, lol, lol, lol, lol, lol, lol, lol]\n");
        for (int i = 1; i < 20; i++) {
            text.append("a%d: &a%d [*a%d, *a%d, *a%d, *a%d, *a%d, *a%d, *a%d, *a%d, *a%d]\n"
                    .formatted(i, i, i - 1, i - 1, i - 1, i - 1, i - 1, i - 1, i - 1, i - 1, i - 1));
        }
        Reading reading = stdin(text + "---\n" + POD.formatted("b"));
        assertThat(names(reading)).containsExactly("b");
        assertThat(findings(reading))
                .containsExactly("<stdin>:7:15: error: aliases make this document more than 2000000 values large;"
                        + " write the values out, or remove the aliases: this is how a small file exhausts a reader");
    }

    @Test
    void twoHundredLevelsAreRead() {
        String nested = "[".repeat(200) + "]".repeat(200);
        Reading reading =
                stdin(POD.formatted("a") + "x: " + nested + "\n---\n" + POD.formatted("b") + "x:\n" + deepBlock(200)
                        + "---\n{\"apiVersion\": \"v1\", \"kind\": \"Pod\", \"metadata\": {\"name\": \"c\"}, \"x\": "
                        + nested + "}\n");
        assertThat(names(reading)).containsExactly("a", "b", "c");
        assertThat(reading.findings()).isEmpty();
    }

    private static String deepBlock(int levels) {
        StringBuilder text = new StringBuilder();
        for (int i = 1; i <= levels; i++) {
            text.append(" ".repeat(i)).append("k:\n");
        }
        return text.toString();
    }

    @Test
    @Timeout(20)
    void aHundredThousandLevelsAreRefused() {
        Reading reading = stdin("x: " + "[".repeat(100_000) + "\n---\n" + POD.formatted("b") + "---\n" + "{\"x\": "
                + "[".repeat(100_000) + "\n---\n" + deepBlock(1200));
        assertThat(names(reading)).containsExactly("b");
        assertThat(findings(reading))
                .containsExactly(
                        "<stdin>:1:1003: error: values are nested more than 1000 levels deep;"
                                + " no Kubernetes object is nested like this; look for brackets that are never closed",
                        "<stdin>:7:1006: error: values are nested more than 1000 levels deep;"
                                + " no Kubernetes object is nested like this; look for brackets that are never closed",
                        "<stdin>:1009:1002: error: values are nested more than 1000 levels deep;"
                                + " no Kubernetes object is nested like this; look for brackets that are never closed");
    }

    @Test
    @Timeout(60)
    void aHundredMegabytes() {
        byte[] document = (POD.formatted("a") + "spec:\n  containers:\n"
                        + "  - name: x\n    image: some/image:1.2.3\n".repeat(40) + "---\n")
                .getBytes(StandardCharsets.UTF_8);
        long copies = (100L << 20) / document.length;
        InputStream large = new Repeating(document, copies);
        Reading reading = Manifests.read(List.of("-"), "default", large);
        assertThat(reading.objects()).hasSize((int) copies);
    }

    @Test
    @Timeout(60)
    void aListOfAHundredMegabytesIsReadItemByItem() {
        String item = "- apiVersion: v1\n  kind: Pod\n  metadata: {name: a}\n  text: \"" + "x".repeat(3000) + "\"\n";
        InputStream large = new Repeating(item.getBytes(StandardCharsets.UTF_8), (100L << 20) / item.length());
        InputStream list = new java.io.SequenceInputStream(
                new ByteArrayInputStream("apiVersion: v1\nkind: List\nitems:\n".getBytes(StandardCharsets.UTF_8)),
                large);
        assertThat(Manifests.read(List.of("-"), "default", list).objects()).hasSize((100 << 20) / item.length());
    }

    @Test
    @Timeout(60)
    void oneDocumentWithoutEnd() {
        InputStream endless = new Repeating("x".repeat(1 << 16).getBytes(StandardCharsets.UTF_8), Long.MAX_VALUE);
        assertThat(findings(Manifests.read(List.of("-"), "default", endless)))
                .containsExactly("<stdin>: error: the rest is not read: a single document is larger than 256 MiB;"
                        + " split it with `---` between objects; no API server takes an object of this size");
    }

    /** The same bytes again and again. */
    private static final class Repeating extends InputStream {
        private final byte[] bytes;
        private long left;
        private int position;

        Repeating(byte[] bytes, long times) {
            this.bytes = bytes;
            this.left = times;
        }

        @Override
        public int read() {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] to, int from, int length) {
            if (position == bytes.length) {
                position = 0;
                left--;
            }
            if (left <= 0) {
                return -1;
            }
            int count = Math.min(length, bytes.length - position);
            System.arraycopy(bytes, position, to, from, count);
            position += count;
            return count;
        }
    }

    @Test
    void manyFilesAreReadInTheSameOrderEveryTime() throws IOException {
        for (int i = 0; i < 300; i++) {
            file("%03d.yaml".formatted(i), POD.formatted("p%03d".formatted(i)) + (i % 50 == 7 ? "---\na: [\n" : ""));
        }
        file("999.yaml", ("# " + "x".repeat(100) + "\n" + POD.formatted("big") + "---\n").repeat(3000));
        Reading first = read(folder);
        Reading second = read(folder);
        assertThat(first).isEqualTo(second);
        assertThat(names(first).subList(0, 300)).isSorted();
        assertThat(first.findings()).hasSize(6 + 2999);
    }

    @Test
    @Timeout(10)
    void aPipeThatNobodyClosesIsReadWhenItEnds() throws Exception {
        try (java.io.PipedOutputStream out = new java.io.PipedOutputStream();
                java.io.PipedInputStream in = new java.io.PipedInputStream(out)) {
            Thread writer = Thread.ofPlatform().start(() -> {
                try (out) {
                    out.write(POD.formatted("a").getBytes(StandardCharsets.UTF_8));
                    Thread.sleep(Duration.ofMillis(50));
                    out.write(("---\n" + POD.formatted("b")).getBytes(StandardCharsets.UTF_8));
                } catch (IOException | InterruptedException failure) {
                    throw new IllegalStateException(failure);
                }
            });
            assertThat(names(Manifests.read(List.of("-"), "default", in))).containsExactly("a", "b");
            writer.join();
        }
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
