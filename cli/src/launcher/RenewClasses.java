import static java.lang.classfile.ClassFile.StackMapsOption.GENERATE_STACK_MAPS;

import java.io.IOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassHierarchyResolver;
import java.lang.classfile.ClassModel;
import java.lang.classfile.ClassTransform;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;

/**
 * Rewrites the jars named on its command line so that their classes fit into Java's start-up cache, which takes none
 * from before Java 6. Picocli is compiled for Java 5. Only the format changes: the version number, and the stack maps
 * that the newer format requires.
 */
final class RenewClasses {
    private static final int OLDEST_CACHED = 50;
    private static final int JAVA_8 = 52;

    public static void main(String[] jars) throws IOException {
        for (String jar : jars) {
            if (isOld(Path.of(jar))) {
                renew(Path.of(jar));
            }
        }
    }

    /** Whether the first class in a jar is too old: all come from one compiler, but for those kept for a later Java. */
    private static boolean isOld(Path jar) throws IOException {
        try (ZipInputStream in = new ZipInputStream(Files.newInputStream(jar))) {
            for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
                String name = entry.getName();
                if (name.endsWith(".class") && !name.startsWith("META-INF/")) {
                    return isOld(ClassFile.of().parse(in.readAllBytes()));
                }
            }
        }
        return false;
    }

    private static boolean isOld(ClassModel model) {
        return model.majorVersion() < OLDEST_CACHED;
    }

    private static void renew(Path jar) throws IOException {
        Path renewed = Path.of(jar + ".new");
        try (URLClassLoader classes = new URLClassLoader(new URL[] {jar.toUri().toURL()});
                ZipInputStream in = new ZipInputStream(Files.newInputStream(jar));
                ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(renewed))) {
            ClassFile format = ClassFile.of(
                    GENERATE_STACK_MAPS,
                    ClassFile.ClassHierarchyResolverOption.of(ClassHierarchyResolver.ofClassLoading(classes)));
            for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
                byte[] bytes = in.readAllBytes();
                out.putNextEntry(new ZipEntry(entry.getName()));
                out.write(entry.getName().endsWith(".class") ? renew(format, bytes) : bytes);
            }
        }
        Files.move(renewed, jar, StandardCopyOption.REPLACE_EXISTING);
    }

    private static byte[] renew(ClassFile format, byte[] bytes) {
        ClassModel model = format.parse(bytes);
        if (!isOld(model)) {
            return bytes;
        }
        ClassTransform rewriteCode = ClassTransform.transformingMethodBodies((code, element) -> code.with(element));
        ClassTransform newVersion = ClassTransform.endHandler(type -> type.withVersion(JAVA_8, 0));
        return format.transformClass(model, rewriteCode.andThen(newVersion));
    }
}
