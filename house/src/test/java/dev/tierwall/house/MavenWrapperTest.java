package dev.tierwall.house;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tierwall.house.LauncherSandbox.Outcome;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code mvnw} on a machine without Maven, and with more than one. */
class MavenWrapperTest {
    private static final String[] TOOLS = {
        "sh", "readlink", "sed", "id", "mkdir", "mktemp", "cp", "sha512sum", "tar", "gzip", "rm", "mv", "echo"
    };

    /** Called as {@code curl … -o FILE file:PATH}. */
    private static final String CURL = """
            #!/bin/sh
            while [ "$1" != -o ]; do shift; done
            exec cp "${3#file:}" "$2"
            """;

    @TempDir
    private Path folder;

    private LauncherSandbox sandbox;
    private Path tools;

    @BeforeEach
    void create() throws IOException {
        sandbox = new LauncherSandbox(folder);
        Files.delete(sandbox.home.resolve("mvnw"));
        LauncherSandbox.program(sandbox.home.resolve("mvnw"), Checkout.read(Path.of("mvnw")));
        tools = Files.createDirectories(folder.resolve("tools"));
        for (String tool : TOOLS) {
            for (String place : System.getenv("PATH").split(File.pathSeparator)) {
                if (Files.isExecutable(Path.of(place, tool)) && !Files.exists(tools.resolve(tool))) {
                    LauncherSandbox.program(
                            tools.resolve(tool), "#!/bin/sh\nexec '" + Path.of(place, tool) + "' \"$@\"\n");
                }
            }
        }
    }

    @Test
    void withoutMavenItSaysHowToGetIt() throws Exception {
        Outcome outcome = run(Map.of());
        assertThat(outcome.code()).isEqualTo(3);
        assertThat(outcome.out()).isEmpty();
        assertThat(outcome.err()).contains("no Maven 3.8 or later found").contains("maven");
    }

    @Test
    void aDownloadWithAnotherDigestIsNotUnpacked() throws Exception {
        Path archive = folder.resolve("repo/org/apache/maven/apache-maven/3.9.11/apache-maven-3.9.11-bin.tar.gz");
        addMaven(folder.resolve("wrong/apache-maven-3.9.11"), "3.9.11");
        Files.createDirectories(archive.getParent());
        Process pack = new ProcessBuilder(
                        "tar", "-czf", archive.toString(), "-C", folder + "/wrong", "apache-maven-3.9.11")
                .start();
        assertThat(pack.waitFor()).isZero();
        LauncherSandbox.program(tools.resolve("curl"), CURL);
        Outcome outcome = run(Map.of("MVNW_REPOURL", "file:" + folder.resolve("repo")));
        assertThat(outcome.code()).isEqualTo(3);
        assertThat(outcome.err()).contains("its SHA-512 is another");
        assertThat(folder.resolve("home/.m2/wrapper/dists/apache-maven-3.9.11")).isEmptyDirectory();
    }

    @Test
    void aMavenThatIsTooOldIsPassedOver() throws Exception {
        addMaven(folder.resolve("home/.m2/wrapper/dists/new/hash/apache-maven-3.9.5"), "3.9.5");
        Path old = addMaven(folder.resolve("old"), "3.6.3");
        assertThat(run(Map.of("MAVEN_HOME", old.toString()), "-v").out()).isEqualTo("Maven 3.9.5: -v\n");
        Path later = addMaven(folder.resolve("later"), "4.0.0");
        assertThat(run(Map.of("MAVEN_HOME", later.toString()), "-v").out()).isEqualTo("Maven 4.0.0: -v\n");
    }

    @Test
    void homeIsMavensHomeToo() throws Exception {
        Path maven = addMaven(folder.resolve("maven"), "3.9.5");
        LauncherSandbox.program(maven.resolve("bin/mvn"), "#!/bin/sh\necho \"$MAVEN_OPTS\"\n");
        assertThat(run(Map.of("MAVEN_HOME", maven.toString(), "MAVEN_OPTS", "-Xmx1g"))
                        .out())
                .isEqualTo("-Duser.home=" + folder.resolve("home") + " -Xmx1g\n");
    }

    private Outcome run(Map<String, String> environment, String... arguments) throws Exception {
        Map<String, String> all = new HashMap<>(environment);
        all.put("PATH", tools.toString());
        all.put("HOME", folder.resolve("home").toString());
        return sandbox.run(sandbox.home.resolve("mvnw"), all, arguments);
    }

    private static Path addMaven(Path maven, String version) throws IOException {
        LauncherSandbox.write(maven.resolve("lib/maven-core-" + version + ".jar"), "");
        LauncherSandbox.program(maven.resolve("bin/mvn"), "#!/bin/sh\necho \"Maven " + version + ": $*\"\n");
        return maven;
    }
}
