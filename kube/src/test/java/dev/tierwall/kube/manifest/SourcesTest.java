package dev.tierwall.kube.manifest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tierwall.core.model.Finding;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Files, folders, links, pipes and standard input. */
class SourcesTest {

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
        String message = "a.yaml: error: reading it is not permitted; check its owner and mode";
        // The superuser reads everything.
        assertThat(findings(read(path))).isEqualTo(Files.isReadable(path) ? List.of() : List.of(message));
        assertThat(Sources.unreadable("a.yaml", new AccessDeniedException("a.yaml")))
                .hasToString(message);
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
}
