package dev.tierwall.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/**
 * Files, methods, parameter lists and packages that can be taken in at a glance. What is larger stands in
 * {@link Ratchet#LIST}; {@code -Dtierwall.shrink=true} brings that list down to what has become smaller.
 */
class SizeTest {
    private static final String[] CODE = {".java", ".ts", ".tsx", ".css", ".sh", "/tierwall", "/mvnw", "/.ci/run"};

    @Test
    void noFileIsTooLong() {
        Map<String, Integer> lines = new TreeMap<>();
        for (Path file : Checkout.FILES) {
            if (isCode(file)) {
                lines.put(name(file), (int) Checkout.read(file).lines().count());
            }
        }
        check("lines", 300, lines);
    }

    @Test
    void noMethodIsTooLong() {
        Map<String, Integer> lines = new TreeMap<>();
        for (Sources.Method method : Sources.METHODS) {
            lines.merge(name(method), method.lines(), Integer::max);
        }
        check("lines-of-method", 50, lines);
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
