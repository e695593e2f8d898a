package dev.tierwall.house;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tierwall.house.LauncherSandbox.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The launcher: which JDK, when it builds, what it says and where, and that builds do not get into each other's way. */
class LauncherTest {
    @TempDir
    private Path folder;

    private LauncherSandbox sandbox;

    @BeforeEach
    void create() throws IOException {
        sandbox = new LauncherSandbox(folder);
    }

    @Test
    void theFirstRunBuildsAndTellsSoOnStandardErrorOnly() throws Exception {
        Outcome first = sandbox.run("check", "a b");
        assertThat(first.out()).startsWith("-Dtierwall.name=tierwall ").endsWith(" dev.tierwall.cli.Main check a b\n");
        assertThat(first.err()).contains("building").contains("compiling core").contains("training");
        Outcome second = sandbox.run("check");
        assertThat(second.err()).isEmpty();
        assertThat(sandbox.builds()).isEqualTo(1);
    }

    @Test
    void aChangedAddedOrDeletedSourceIsBuiltAgain() throws Exception {
        sandbox.run();
        LauncherSandbox.write(sandbox.home.resolve("core/src/main/java/Source.java"), "changed");
        sandbox.run();
        assertThat(sandbox.builds()).isEqualTo(2);
        LauncherSandbox.write(sandbox.home.resolve("core/src/main/java/Added.java"), "");
        sandbox.run();
        assertThat(sandbox.builds()).isEqualTo(3);
        Files.delete(sandbox.home.resolve("core/src/main/java/Added.java"));
        sandbox.run();
        sandbox.run();
        assertThat(sandbox.builds()).isEqualTo(4);
    }

    @Test
    void testsAndBenchmarksAreNoReasonToBuild() throws Exception {
        sandbox.run();
        LauncherSandbox.write(sandbox.home.resolve("core/src/test/java/SourceTest.java"), "");
        LauncherSandbox.write(sandbox.home.resolve("bench/src/main/java/Benchmark.java"), "");
        assertThat(sandbox.run().err()).isEmpty();
        assertThat(sandbox.builds()).isEqualTo(1);
    }

    @Test
    void anotherJdkIsAReasonToBuild() throws Exception {
        sandbox.run();
        Path later = sandbox.addJdk("26");
        sandbox.run();
        assertThat(sandbox.builds()).as("25 is preferred among those found").isEqualTo(1);
        sandbox.run(sandbox.home.resolve("tierwall"), Map.of("JAVA_HOME", later.toString()));
        assertThat(sandbox.builds()).as("JAVA_HOME comes first").isEqualTo(2);
    }

    @Test
    void anOldJavaHomeIsPassedOver() throws Exception {
        Outcome outcome = sandbox.run(
                sandbox.home.resolve("tierwall"),
                Map.of("JAVA_HOME", folder.resolve("jdks/jdk-17.0.1").toString()));
        assertThat(outcome.code()).isZero();
        assertThat(sandbox.home.resolve(".tierwall/current")).content().contains("jdk-25.0.3");
    }

    @Test
    void withoutAJdkItSaysWhatToInstall() throws Exception {
        Map<String, String> nothing = Map.of("TIERWALL_JVM_DIRS", "");
        Outcome outcome = sandbox.run(sandbox.home.resolve("tierwall"), nothing);
        assertThat(outcome.code()).isEqualTo(3);
        assertThat(outcome.out()).isEmpty();
        assertThat(outcome.err()).contains("needs a JDK 25").contains("apt-get install openjdk-25-jdk-headless");
        Files.copy(Checkout.ROOT.resolve("mvnw"), sandbox.home.resolve("real-mvnw"));
        assertThat(sandbox.home.resolve("real-mvnw").toFile().setExecutable(true))
                .isTrue();
        assertThat(sandbox.run(sandbox.home.resolve("real-mvnw"), nothing)).isEqualTo(outcome);
    }

    @Test
    void manyFirstRunsAtOnceBuildOnce() throws Exception {
        List<Process> processes = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            processes.add(
                    sandbox.start(sandbox.home.resolve("tierwall"), Map.of("FAKE_BUILD_SECONDS", "1"), "run" + i));
        }
        for (int i = 0; i < processes.size(); i++) {
            assertThat(LauncherSandbox.finish(processes.get(i)).out()).endsWith("Main run" + i + "\n");
        }
        assertThat(sandbox.builds()).isEqualTo(1);
        assertThat(sandbox.home.resolve(".tierwall/lock")).doesNotExist();
    }

    @Test
    void theLockOfAProcessThatDiedIsTaken() throws Exception {
        Process dead = new ProcessBuilder("true").start();
        dead.waitFor();
        Files.createDirectories(sandbox.home.resolve(".tierwall"));
        Files.createSymbolicLink(sandbox.home.resolve(".tierwall/lock"), Path.of(Long.toString(dead.pid())));
        assertThat(sandbox.run("x").out()).endsWith("Main x\n");
        assertThat(sandbox.home.resolve(".tierwall/lock")).doesNotExist();
    }

    @Test
    void anInterruptedBuildLeavesNoLock() throws Exception {
        Process process = sandbox.start(sandbox.home.resolve("tierwall"), Map.of("FAKE_BUILD_SECONDS", "2"));
        Path lock = sandbox.home.resolve(".tierwall/lock");
        while (!Files.exists(lock, LinkOption.NOFOLLOW_LINKS)) {
            Thread.sleep(10);
        }
        process.toHandle().destroy(); // unlike the process's own method it leaves the streams open
        assertThat(LauncherSandbox.finish(process).code()).isEqualTo(143);
        assertThat(Files.exists(lock, LinkOption.NOFOLLOW_LINKS)).isFalse();
        assertThat(sandbox.builds())
                .as("the build was ended with it, not left behind")
                .isZero();
        assertThat(sandbox.run("x").out()).endsWith("Main x\n");
    }

    @Test
    void aFailedBuildShowsTheErrorsAndNothingElse() throws Exception {
        Outcome failed = sandbox.run(
                sandbox.home.resolve("tierwall"), Map.of("FAKE_BUILD_ERROR", "Source.java:[1,2] cannot find symbol"));
        assertThat(failed.code()).isEqualTo(3);
        assertThat(failed.out()).isEmpty();
        assertThat(failed.err())
                .contains("Source.java:[1,2] cannot find symbol")
                .contains("the build failed")
                .doesNotContain("advice");
        assertThat(sandbox.run("x").out()).as("the next run tries again").endsWith("Main x\n");
    }

    @Test
    void itWorksThroughLinksAndAsAKubectlPlugin() throws Exception {
        Path elsewhere = Files.createDirectories(folder.resolve("bin"));
        Path link = Files.createSymbolicLink(elsewhere.resolve("tw"), sandbox.home.resolve("tierwall"));
        assertThat(sandbox.run(link, Map.of(), "x").out()).startsWith("-Dtierwall.name=tierwall ");
        Path plugin = Files.createSymbolicLink(elsewhere.resolve("kubectl-tierwall"), Path.of("tw"));
        assertThat(sandbox.run(plugin, Map.of(), "x").out()).startsWith("-Dtierwall.name=kubectl tierwall ");
        assertThat(sandbox.builds()).isEqualTo(1);
    }

    @Test
    void theExitCodeAndStandardInputPassThrough() throws Exception {
        sandbox.run();
        assertThat(sandbox.run(sandbox.home.resolve("tierwall"), Map.of("FAKE_EXIT", "1"))
                        .code())
                .isEqualTo(1);
        Process process =
                sandbox.start(Path.of("/bin/sh"), Map.of(), "-c", "echo data | '" + sandbox.home + "/tierwall' -f -");
        assertThat(LauncherSandbox.finish(process).out()).endsWith("Main -f -\ndata\n");
    }

    @Test
    void theLastThreeImagesStay() throws Exception {
        for (int i = 0; i < 5; i++) {
            LauncherSandbox.write(sandbox.home.resolve("pom.xml"), "change " + i);
            sandbox.run();
        }
        assertThat(sandbox.builds()).isEqualTo(5);
        try (var files = Files.list(sandbox.home.resolve(".tierwall"))) {
            assertThat(files.filter(file -> file.getFileName().toString().startsWith("image.")))
                    .hasSize(3);
        }
    }
}
