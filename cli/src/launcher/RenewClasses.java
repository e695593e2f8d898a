import static java.lang.classfile.ClassFile.StackMapsOption.GENERATE_STACK_MAPS;

import java.io.IOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassHierarchyResolver;
import java.lang.classfile.ClassModel;
import java.lang.classfile.ClassTransform;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;

/**
 * Rewrites those jars in the folder named on its command line that nearly every run loads, so that they profit from the start-up
 * cache. What they do stays the same.
 *
 * <ul>
 *   <li>The cache takes no class from before Java 6, and picocli is compiled for Java 5: such classes get a later
 *       version number, and the stack maps that it requires.
 *   <li>The cache keeps no call site that is linked at run time but for lambdas and string concatenation: in our own
 *       classes {@link PlainCalls} replaces the others.
 * </ul>
 */
final class RenewClasses {
    private static final int OLDEST_CACHED = 50;
    private static final int JAVA_8 = 52;

    /** What nearly every run loads. picocli is compiled for a Java so old that the cache takes none of its classes. */
    private static final List<String> HOT = List.of("tierwall-", "picocli-");

    private final ClassFile format;

    private RenewClasses(ClassLoader types) {
        format = ClassFile.of(
                GENERATE_STACK_MAPS,
                ClassFile.ClassHierarchyResolverOption.of(ClassHierarchyResolver.ofClassLoading(types)));
    }

    public static void main(String[] arguments) throws IOException {
        List<Path> jars = new ArrayList<>();
        List<URL> urls = new ArrayList<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(Path.of(arguments[0]), "*.jar")) {
            for (Path jar : files) {
                jars.add(jar);
                urls.add(jar.toUri().toURL());
            }
        }
        try (URLClassLoader types = new URLClassLoader(urls.toArray(URL[]::new))) {
            RenewClasses renewal = new RenewClasses(types);
            for (Path jar : jars) {
                String name = jar.getFileName().toString();
                if (HOT.stream().anyMatch(name::startsWith)) {
                    renewal.renew(jar);
                }
            }
        }
    }

    private static boolean isPlainClass(String name) {
        return name.endsWith(".class") && !name.startsWith("META-INF/") && !name.endsWith("-info.class");
    }

    private void renew(Path jar) throws IOException {
        Path renewed = Path.of(jar + ".new");
        try (ZipInputStream in = new ZipInputStream(Files.newInputStream(jar));
                ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(renewed))) {
            for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
                byte[] bytes = in.readAllBytes();
                out.putNextEntry(new ZipEntry(entry.getName()));
                out.write(isPlainClass(entry.getName()) ? renew(bytes) : bytes);
            }
        }
        Files.move(renewed, jar, StandardCopyOption.REPLACE_EXISTING);
    }

    private byte[] renew(byte[] bytes) {
        ClassModel type = format.parse(bytes);
        if (type.majorVersion() >= OLDEST_CACHED) {
            return format.transformClass(type, PlainCalls.in(type));
        }
        ClassTransform rewriteCode = ClassTransform.transformingMethodBodies((code, element) -> code.with(element));
        ClassTransform newVersion = ClassTransform.endHandler(builder -> builder.withVersion(JAVA_8, 0));
        return format.transformClass(type, rewriteCode.andThen(newVersion));
    }
}
