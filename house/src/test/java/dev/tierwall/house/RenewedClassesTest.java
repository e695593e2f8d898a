package dev.tierwall.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeModel;
import java.lang.classfile.instruction.InvokeDynamicInstruction;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the launcher's build does to classes leaves their meaning as it was. */
class RenewedClassesTest {
    private static final Path LAUNCHER = Checkout.ROOT.resolve("cli/src/launcher");
    private static final Path SAMPLE = Checkout.ROOT.resolve("house/src/test/resources/renewal/Sample.java");

    @TempDir
    private Path folder;

    private Path original;
    private Path library;

    @BeforeEach
    void compile() throws IOException {
        original = Files.createDirectories(folder.resolve("original"));
        library = Files.createDirectories(folder.resolve("lib"));
        javac(original, SAMPLE);
    }

    @Test
    void switchesAndRecordsMeanTheSame() throws Exception {
        pack("tierwall-sample.jar", original);
        renew();
        List<String> before = observe(original);
        assertThat(before).hasSizeGreaterThan(200).contains("diagonal 1 #32", "text 2 else", "no name for null");
        assertThat(observe(library.resolve("tierwall-sample.jar"))).isEqualTo(before);
    }

    @Test
    void nothingIsLeftThatIsLinkedAtEachStart() throws Exception {
        assertThat(linkedLate(original)).contains("typeSwitch", "equals", "hashCode");
        pack("tierwall-sample.jar", original);
        renew();
        // What is left is rare: printing, and switches with labels that are constants or primitive types.
        assertThat(linkedLate(unpacked("tierwall-sample.jar")))
                .filteredOn(name -> !name.equals("toString"))
                .containsExactly("typeSwitch", "typeSwitch");
    }

    @Test
    void classesOfPicocliAreMadeYoungEnoughForTheCacheAndOthersStayAsTheyAre() throws Exception {
        Path other = pack("other.jar", original);
        byte[] before = Files.readAllBytes(other);
        Path old = Files.createDirectories(folder.resolve("old"));
        Path source = folder.resolve("Old.java");
        LauncherSandbox.write(source, """
                public class Old {
                    public static int choose(boolean first, Object a, String b) {
                        Object chosen = first ? a : b;
                        return chosen == null ? 0 : chosen.hashCode();
                    }
                }
                """);
        javac(old, source);
        makeOld(old.resolve("Old.class"));
        pack("picocli-0.jar", old);
        renew();
        assertThat(other).hasBinaryContent(before);
        ClassModel renewed = ClassFile.of()
                .parse(Files.readAllBytes(unpacked("picocli-0.jar").resolve("Old.class")));
        assertThat(renewed.majorVersion()).isEqualTo(ClassFile.JAVA_8_VERSION);
        try (URLClassLoader loader = new URLClassLoader(
                new URL[] {library.resolve("picocli-0.jar").toUri().toURL()}, null)) {
            Object chosen = loader.loadClass("Old")
                    .getMethod("choose", boolean.class, Object.class, String.class)
                    .invoke(null, false, 1, "a");
            assertThat(chosen).isEqualTo("a".hashCode());
        }
    }

    /** Renews the folder of jars as the launcher does. */
    private void renew() throws Exception {
        Process java = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        LAUNCHER.resolve("RenewClasses.java").toString(),
                        library.toString())
                .inheritIO()
                .start();
        assertThat(java.waitFor()).isZero();
    }

    private static void javac(Path output, Path source) {
        int result =
                ToolProvider.getSystemJavaCompiler().run(null, null, null, "-d", output.toString(), source.toString());
        assertThat(result).isZero();
    }

    private static void makeOld(Path file) throws IOException {
        ClassFile format = ClassFile.of(ClassFile.StackMapsOption.DROP_STACK_MAPS);
        ClassTransform rewrite = ClassTransform.transformingMethodBodies((code, element) -> code.with(element));
        ClassTransform version = ClassTransform.endHandler(type -> type.withVersion(ClassFile.JAVA_5_VERSION, 0));
        Files.write(file, format.transformClass(format.parse(Files.readAllBytes(file)), rewrite.andThen(version)));
    }

    private Path pack(String name, Path classes) throws IOException {
        Path jar = library.resolve(name);
        try (FileSystem archive = FileSystems.newFileSystem(jar, Map.of("create", "true"));
                Stream<Path> files = Files.list(classes)) {
            for (Path file : files.toList()) {
                Files.copy(file, archive.getPath(file.getFileName().toString()));
            }
        }
        return jar;
    }

    private Path unpacked(String jar) throws IOException {
        Path target = Files.createTempDirectory(folder, "unpacked");
        try (FileSystem archive = FileSystems.newFileSystem(library.resolve(jar));
                Stream<Path> files = Files.list(archive.getPath("/"))) {
            for (Path file : files.toList()) {
                Files.copy(file, target.resolve(file.getFileName().toString()));
            }
        }
        return target;
    }

    private static List<String> observe(Path classes) throws Exception {
        try (URLClassLoader loader =
                new URLClassLoader(new URL[] {classes.toUri().toURL()}, null)) {
            List<String> lines = new ArrayList<>();
            for (Object line : (List<?>)
                    loader.loadClass("Sample").getMethod("observations").invoke(null)) {
                lines.add(line.toString());
            }
            return lines;
        }
    }

    /** The names of the calls in these classes that are linked when they are first reached, and not from the cache. */
    private static List<String> linkedLate(Path classes) throws IOException {
        try (Stream<Path> files = Files.list(classes)) {
            return files.flatMap(file -> linkedLate(parse(file))).sorted().toList();
        }
    }

    private static Stream<String> linkedLate(ClassModel type) {
        return type.methods().stream()
                .flatMap(method -> method.code().stream())
                .flatMap(CodeModel::elementStream)
                .filter(InvokeDynamicInstruction.class::isInstance)
                .map(InvokeDynamicInstruction.class::cast)
                .filter(call -> call.bootstrapMethod().owner().displayName().matches("SwitchBootstraps|ObjectMethods"))
                .map(call -> call.name().stringValue());
    }

    private static ClassModel parse(Path file) {
        try {
            return ClassFile.of().parse(Files.readAllBytes(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
