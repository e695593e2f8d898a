package dev.tierwall.kube.manifest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tierwall.core.model.Finding;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Input that is large, deep, or stands for more than it is. */
class LargeInputTest {

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
                .containsExactly("<stdin>:7:15: error: aliases stand for more than 2000000 values in this document;"
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
        String item = "- apiVersion: v1\n  kind: Pod\n  metadata: {name: a}\n  text: >-\n    " + "x ".repeat(1500)
                + "\n  many: [" + "1, ".repeat(60) + "1]\n";
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
}
