package dev.tierwall.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/**
 * Files, methods, parameter lists and packages that can be taken in at a glance. What is larger stands in
 * {@link Ratchet#LIST}; {@code -Dtierwall.shrink=true} brings that list down to what has become smaller.
 */
class SizeTest {
    private static final String[] CODE = {".java", ".ts", ".tsx", ".css", ".sh", "/tierwall", "/mvnw", "/.ci/run"};

    @Test
    void noFileIsTooLong() {
        check("lines", 300, linesOfFiles(file -> !isTest(file)));
    }

    @Test
    void noTestIsTooLong() {
        // A table of inputs and what is expected of them has its length from what it tests.
        check("lines-of-test", 500, linesOfFiles(SizeTest::isTest));
    }

    @Test
    void noMethodIsTooLong() {
        check("lines-of-method", 50, linesOfMethods(file -> !isTest(file)));
    }

    @Test
    void noMethodOfATestIsTooLong() {
        check("lines-of-test-method", 100, linesOfMethods(SizeTest::isTest));
    }

    @Test
    void noMethodTakesTooManyParameters() {
        Map<String, Integer> parameters = new TreeMap<>();
        for (Sources.Method method : Sources.METHODS) {
            // What others call. A constructor takes the parts of its object, which may be more.
            if (Sources.isProduct(method.file())
                    && !method.isPrivate()
                    && !method.name().equals("<init>")) {
                parameters.merge(name(method), method.parameters(), Integer::max);
            }
        }
        check("parameters", 4, parameters);
    }

    @Test
    void noPackageHasTooManyTypes() {
        Map<String, Integer> types = new TreeMap<>();
        Sources.packages(type -> Sources.isProduct(type.file())).forEach((name, all) -> types.put(name, all.size()));
        check("types", 20, types);
    }

    @Test
    void theRatchetHoldsInBothDirections() {
        Ratchet ratchet = new Ratchet("lines", 10, Map.of("listed", 20));
        assertThat(ratchet.complaints(Map.of("listed", 20, "short", 10))).isEmpty();
        assertThat(ratchet.complaints(Map.of("listed", 21)))
                .containsExactly("listed has 21 lines, and 20 is the most: say it more simply, or divide it");
        assertThat(ratchet.complaints(Map.of("listed", 20, "new", 11)))
                .containsExactly("new has 11 lines, and 10 is the most: say it more simply, or divide it");
        assertThat(ratchet.complaints(Map.of("listed", 19)))
                .containsExactly("listed has only 19 lines now: write that into " + Ratchet.LIST);
        assertThat(ratchet.complaints(Map.of("listed", 10)))
                .containsExactly("listed has only 10 lines now: remove it from " + Ratchet.LIST);
        assertThat(ratchet.complaints(Map.of()))
                .containsExactly("listed has only 0 lines now: remove it from " + Ratchet.LIST);
    }

    private static Map<String, Integer> linesOfFiles(Predicate<Path> which) {
        Map<String, Integer> lines = new TreeMap<>();
        for (Path file : Checkout.FILES) {
            if (isCode(file) && which.test(file)) {
                lines.put(name(file), (int) Checkout.read(file).lines().count());
            }
        }
        return lines;
    }

    private static Map<String, Integer> linesOfMethods(Predicate<Path> which) {
        Map<String, Integer> lines = new TreeMap<>();
        for (Sources.Method method : Sources.METHODS) {
            if (which.test(method.file())) {
                lines.merge(name(method), method.lines(), Integer::max);
            }
        }
        return lines;
    }

    private static boolean isTest(Path file) {
        return name(file).contains("/src/test/");
    }

    private static void check(String unit, int limit, Map<String, Integer> sizes) {
        assertThat(sizes).isNotEmpty();
        if (Boolean.getBoolean("tierwall.shrink")) {
            Ratchet.shrinkList(unit, limit, sizes);
        }
        assertThat(Ratchet.fromList(unit, limit).complaints(sizes)).isEmpty();
    }

    private static boolean isCode(Path file) {
        String path = "/" + name(file);
        for (String end : CODE) {
            if (path.endsWith(end)) {
                return true;
            }
        }
        return false;
    }

    private static String name(Sources.Method method) {
        return name(method.file()) + "#" + method.name();
    }

    private static String name(Path file) {
        return file.toString().replace('\\', '/');
    }
}
