package dev.tierwall.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A folder with the real launcher scripts in it, a JDK that only says how it was called, and a {@code mvnw} that only
 * notes that it was called: what the scripts decide can be seen in hundredths of a second.
 */
final class LauncherSandbox {
    /** How a run ended. */
    record Outcome(int code, String out, String err) {}

    /** {@code java}: makes the cache it is told to, or prints its arguments from the name of the program on. */
    private static final String JAVA = """
            #!/bin/sh
            for argument in "$@"; do
                case $argument in
                    -XX:AOTCacheOutput=*) echo cache >"${argument#*=}"; exit 0 ;;
                    *RenewClasses.java) exit 0 ;;
                esac
            done
            while [ "${1#-Dtierwall.name=}" = "$1" ]; do shift; done
            echo "$@"
            cat
            exit "${FAKE_EXIT:-0}"
            """;

    private static final String MVNW = """
            #!/bin/sh
            sleep "${FAKE_BUILD_SECONDS:-0}"
            echo run >>"${0%/*}/builds"
            echo "[INFO] Building Tierwall core 1.0"
            if [ -n "${FAKE_BUILD_ERROR:-}" ]; then
                echo "[ERROR] $FAKE_BUILD_ERROR"
                echo "[ERROR] -> [Help 1]"
                echo "[ERROR] advice on Maven"
                exit 1
            fi
            for argument in "$@"; do
                case $argument in
                    -Dbuild.folder=*) cli=$(echo "${argument#*=}" | sed 's/\\${.*/tierwall-cli/') ;;
                esac
            done
            mkdir -p "$cli/lib"
            echo >"$cli/lib/a.jar"
            echo >"$cli/tierwall-cli-1.jar"
            """;

    final Path home;
    private final Path jdks;

    LauncherSandbox(Path folder) throws IOException {
        home = Files.createDirectories(folder.resolve("a clone"));
        jdks = folder.resolve("jdks");
        for (Path file : Checkout.FILES) {
            boolean isLauncher = file.startsWith("cli/src/launcher")
                    || file.equals(Path.of("tierwall"))
                    || file.equals(Path.of(".mvn/find-jdk.sh"));
            if (isLauncher) {
                Path copy = home.resolve(file);
                Files.createDirectories(copy.getParent());
                Files.copy(Checkout.ROOT.resolve(file), copy);
            }
        }
        program(home.resolve("mvnw"), MVNW);
        write(home.resolve("pom.xml"), "");
        write(home.resolve("core/src/main/java/Source.java"), "");
        // Sources are older than any build, as in a clone made before.
        age(home);
        addJdk("17.0.1");
        addJdk("25.0.3");
    }

    /** Adds a JDK of this version, in a folder named after it. */
    Path addJdk(String version) throws IOException {
        Path jdk = jdks.resolve("jdk-" + version);
        program(jdk.resolve("bin/java"), JAVA);
        program(jdk.resolve("bin/javac"), "#!/bin/sh\n");
        write(
                jdk.resolve("release"),
                "JAVA_VERSION=\"%s\"\nJAVA_RUNTIME_VERSION=\"%s+1\"\n".formatted(version, version));
        return jdk;
    }

    Outcome run(String... arguments) throws IOException, InterruptedException {
        return run(home.resolve("tierwall"), Map.of(), arguments);
    }

    Outcome run(Path program, Map<String, String> environment, String... arguments)
            throws IOException, InterruptedException {
        return finish(start(program, environment, arguments));
    }

    Process start(Path program, Map<String, String> environment, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(program.toString()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).directory(jdks.toFile());
        builder.environment().remove("JAVA_HOME");
        builder.environment().put("TIERWALL_JVM_DIRS", jdks.toString());
        // The JDK 17 comes first on PATH, as where Tierwall has to look for a later one.
        builder.environment().merge("PATH", jdks + "/jdk-17.0.1/bin", (path, first) -> first + ":" + path);
        builder.environment().putAll(environment);
        Process process = builder.start();
        process.getOutputStream().close();
        return process;
    }

    static Outcome finish(Process process) throws IOException, InterruptedException {
        String out = new String(process.getInputStream().readAllBytes());
        String err = new String(process.getErrorStream().readAllBytes());
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return new Outcome(process.exitValue(), out, err);
    }

    /** How often it was built. */
    long builds() throws IOException {
        Path builds = home.resolve("builds");
        return Files.exists(builds) ? Files.readAllLines(builds).size() : 0;
    }

    static void write(Path file, String text) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    static void program(Path file, String script) throws IOException {
        write(file, script);
        assertThat(file.toFile().setExecutable(true)).isTrue();
    }

    private static void age(Path folder) throws IOException {
        FileTime anHourAgo = FileTime.from(Instant.now().minusSeconds(3600));
        try (var files = Files.walk(folder)) {
            for (Path file : files.toList()) {
                Files.setLastModifiedTime(file, anHourAgo);
            }
        }
    }
}
