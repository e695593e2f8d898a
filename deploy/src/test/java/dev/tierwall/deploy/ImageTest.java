package dev.tierwall.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedInputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The image of the agent, built and run. */
class ImageTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    static Path folder;

    private static Path archive;
    private static Path root;
    private static List<Path> jars;

    @BeforeAll
    static void build() throws IOException {
        jars = productJars();
        archive = build("first");
        root = root(archive, "content");
    }

    /** The files of a container of an image; what the archive itself holds comes into a folder of this name. */
    private static Path root(Path tar, String name) throws IOException {
        Path content = Files.createDirectory(folder.resolve(name));
        unpack(Files.newInputStream(tar), content);
        Path files = Files.createDirectory(folder.resolve(name + "-root"));
        for (JsonNode layer :
                JSON.readTree(content.resolve("manifest.json").toFile()).at("/0/Layers")) {
            unpack(new GZIPInputStream(Files.newInputStream(content.resolve(layer.asText()))), files);
        }
        return files;
    }

    /** Builds the image as its build does, in a process of its own. */
    private static Path build(String name) throws IOException {
        Path tar = folder.resolve(name + ".tar");
        String paths = jars.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator));
        Process builder = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        AgentImage.class.getName(),
                        "1.2.3",
                        tar.toString(),
                        paths)
                .redirectErrorStream(true)
                .start();
        String said = new String(builder.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(tar).as(said).exists();
        return tar;
    }

    /** The jars that Maven found for running the product; of a room that is not packed yet its classes, packed here. */
    private static List<Path> productJars() throws IOException {
        List<Path> found = new ArrayList<>();
        for (String entry : System.getProperty("image.classpath").split(File.pathSeparator)) {
            found.add(Files.isDirectory(Path.of(entry)) ? Jars.pack(Path.of(entry), folder) : Path.of(entry));
        }
        return found;
    }

    private static void unpack(InputStream stream, Path target) throws IOException {
        try (TarArchiveInputStream tar = new TarArchiveInputStream(new BufferedInputStream(stream))) {
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                Path file = target.resolve(entry.getName().replaceFirst("^/", ""));
                if (entry.isDirectory()) {
                    Files.createDirectories(file);
                } else {
                    Files.createDirectories(file.getParent());
                    Files.copy(tar, file);
                    file.toFile().setExecutable((entry.getMode() & 0100) != 0);
                }
            }
        }
    }

    @Test
    void itRunsWithNothingButWhatIsInIt() throws Exception {
        Path bwrap = Path.of("/usr/bin/bwrap");
        assumeTrue(Files.isExecutable(bwrap), "needs bubblewrap");
        List<String> command = new ArrayList<>(List.of(bwrap.toString(), "--unshare-all", "--clearenv"));
        try (Stream<Path> top = Files.list(root)) {
            for (Path entry : top.sorted().toList()) {
                command.addAll(List.of("--ro-bind", entry.toString(), "/" + entry.getFileName()));
            }
        }
        command.addAll(List.of("--proc", "/proc", "--dev", "/dev", "--remount-ro", "/"));
        command.addAll(entrypoint());
        command.add("version");
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(said).contains("tierwall");
        assertThat(process.exitValue()).as(said).isZero();
    }

    private static List<String> entrypoint() throws IOException {
        Path content = folder.resolve("content");
        String config = JSON.readTree(content.resolve("manifest.json").toFile())
                .at("/0/Config")
                .asText();
        List<String> words = new ArrayList<>();
        JSON.readTree(content.resolve(config).toFile())
                .at("/config/Entrypoint")
                .forEach(word -> words.add(word.asText()));
        return words;
    }

    @Test
    void thereIsNoShellAndNothingToInstallWith() throws IOException {
        List<String> programs;
        try (Stream<Path> files = Files.walk(root)) {
            programs = files.filter(Files::isRegularFile)
                    .filter(Files::isExecutable)
                    .filter(file -> !file.getFileName().toString().contains(".so"))
                    .map(file -> root.relativize(file).toString())
                    .sorted()
                    .toList();
        }
        assertThat(programs).containsExactly("opt/tierwall/java/bin/java", "opt/tierwall/java/lib/jspawnhelper");
    }

    @Test
    void buildingItAgainGivesTheSameBytes() throws IOException {
        Path again = build("second");
        Path other = root(again, "second-content");
        try (Stream<Path> files = Files.walk(root)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Path name = root.relativize(file);
                assertThat(Files.mismatch(file, other.resolve(name)))
                        .as(name.toString())
                        .isEqualTo(-1);
            }
        }
        assertThat(Files.mismatch(archive, again)).isEqualTo(-1);
    }

    @Test
    void theBillOfMaterialsNamesEverything() throws IOException {
        JsonNode bill = JSON.readTree(root.resolve("opt/tierwall/sbom.cdx.json").toFile());
        List<String> names = new ArrayList<>();
        bill.path("components")
                .forEach(component -> names.add(component.path("name").asText()));
        assertThat(names).contains("OpenJDK", "libc.so.6", "tierwall-core", "tierwall-cli", "picocli");
        assertThat(names).doesNotHaveDuplicates().hasSizeGreaterThanOrEqualTo(jars.size());
        assertThat(names).doesNotContain("netty-codec-http", "org.eclipse.elk.alg.layered", "tierwall-lab");
    }
}
