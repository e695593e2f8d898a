package dev.tierwall.deploy;

import com.google.cloud.tools.jib.api.CacheDirectoryCreationException;
import com.google.cloud.tools.jib.api.Containerizer;
import com.google.cloud.tools.jib.api.InvalidImageReferenceException;
import com.google.cloud.tools.jib.api.Jib;
import com.google.cloud.tools.jib.api.JibContainerBuilder;
import com.google.cloud.tools.jib.api.RegistryException;
import com.google.cloud.tools.jib.api.TarImage;
import com.google.cloud.tools.jib.api.buildplan.AbsoluteUnixPath;
import com.google.cloud.tools.jib.api.buildplan.FileEntriesLayer;
import com.google.cloud.tools.jib.api.buildplan.FilePermissions;
import com.google.cloud.tools.jib.api.buildplan.Platform;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;

/**
 * The image of the agent, made from nothing: the C libraries that Java needs, a Java runtime with the modules that are
 * used, the jars, and a bill of materials. No shell, no package manager, nobody to log in as. The same sources, JDK and
 * libraries give the same image, byte for byte; no registry is asked.
 */
public final class AgentImage {

    private static final AbsoluteUnixPath HOME = AbsoluteUnixPath.get("/opt/tierwall");

    /** Small and steady rather than fast at its peak: what an agent does in a second is little. */
    static final List<String> JAVA_FLAGS = List.of(
            "-XX:+UseSerialGC",
            "-XX:+UseCompactObjectHeaders",
            "-XX:-UsePerfData",
            "-XX:TieredStopAtLevel=1",
            "-XX:MaxRAMPercentage=50",
            "-XX:+ExitOnOutOfMemoryError",
            "--enable-native-access=ALL-UNNAMED");

    private final String version;
    private final List<Path> jars;
    private final Path work;

    /**
     * @param version the version of the product, and the image's tag
     * @param jars what is to run
     * @param work a folder for what is made on the way
     */
    AgentImage(String version, List<Path> jars, Path work) {
        this.version = version;
        this.jars = jars.stream().sorted().toList();
        this.work = work;
    }

    /** Builds the image as a tar archive that every container runtime loads. Arguments: version, archive, class path. */
    public static void main(String[] arguments) throws IOException {
        List<Path> jars =
                Stream.of(arguments[2].split(File.pathSeparator)).map(Path::of).toList();
        Path work = Files.createTempDirectory("tierwall-image");
        try {
            new AgentImage(arguments[0], jars, work).writeTo(Path.of(arguments[1]));
        } finally {
            Folders.delete(work);
        }
    }

    void writeTo(Path archive) throws IOException {
        Path runtime = work.resolve("java");
        JavaRuntime.link(jars, runtime);
        Map<Path, Path> libraries = SharedLibraries.ofThisMachine().neededBelow(runtime);
        Path bill = Files.writeString(work.resolve("sbom.cdx.json"), Sbom.json(version, jars, libraries.values()));
        JibContainerBuilder image = Jib.fromScratch()
                .setPlatforms(Set.of(new Platform(architecture(), "linux")))
                .setCreationTime(Instant.EPOCH)
                .addFileEntriesLayer(systemLayer(libraries))
                .addFileEntriesLayer(runtimeLayer(runtime))
                .addFileEntriesLayer(jarLayer(bill))
                .setEntrypoint(entrypoint())
                .addLabel("org.opencontainers.image.title", "Tierwall agent")
                .addLabel("org.opencontainers.image.version", version)
                .addLabel("org.opencontainers.image.licenses", "Apache-2.0");
        try {
            image.containerize(Containerizer.to(TarImage.at(archive).named("tierwall/agent:" + version))
                    .setOfflineMode(true)
                    .setBaseImageLayersCache(work.resolve("base-layers"))
                    .setApplicationLayersCache(work.resolve("layers"))
                    .setToolName("tierwall"));
        } catch (InvalidImageReferenceException
                | RegistryException
                | CacheDirectoryCreationException
                | ExecutionException failure) {
            throw new IOException("cannot write the image to " + archive, failure);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while writing the image", interrupted);
        }
    }

    private static String architecture() {
        return System.getProperty("os.arch").equals("aarch64") ? "arm64" : "amd64";
    }

    List<String> entrypoint() {
        List<String> words = new ArrayList<>();
        words.add(HOME.resolve("java/bin/java").toString());
        words.addAll(JAVA_FLAGS);
        words.add("-cp");
        words.add(HOME.resolve("lib") + "/*");
        words.add("dev.tierwall.cli.Main");
        return words;
    }

    /** The C libraries under the names that they are looked for by. */
    private static FileEntriesLayer systemLayer(Map<Path, Path> libraries) throws IOException {
        FileEntriesLayer.Builder layer = FileEntriesLayer.builder().setName("system");
        for (Map.Entry<Path, Path> library : libraries.entrySet()) {
            layer.addEntry(
                    library.getValue().toRealPath(),
                    AbsoluteUnixPath.fromPath(library.getKey()),
                    FilePermissions.fromOctalString("755"));
        }
        return layer.build();
    }

    private static FileEntriesLayer runtimeLayer(Path runtime) throws IOException {
        FileEntriesLayer.Builder layer = FileEntriesLayer.builder().setName("java");
        try (Stream<Path> files = Files.walk(runtime)) {
            for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
                String mode = Files.isExecutable(file) ? "755" : "644";
                layer.addEntry(
                        file.toRealPath(),
                        HOME.resolve("java").resolve(runtime.relativize(file)),
                        FilePermissions.fromOctalString(mode));
            }
        }
        return layer.build();
    }

    private FileEntriesLayer jarLayer(Path bill) throws IOException {
        FileEntriesLayer.Builder layer = FileEntriesLayer.builder().setName("jars");
        layer.addEntry(bill, HOME.resolve("sbom.cdx.json"));
        for (Path jar : jars) {
            layer.addEntry(jar, HOME.resolve("lib").resolve(jar.getFileName()));
        }
        return layer.build();
    }
}
