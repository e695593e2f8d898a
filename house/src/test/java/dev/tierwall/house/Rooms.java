package dev.tierwall.house;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The plan of the house: which room may know which, and in core which package. ARCHITECTURE.md shows it as a picture. */
final class Rooms {
    static final String BASE = "dev.tierwall";

    /** Each room with the rooms below it, which are all that it may use. */
    static final Map<String, Set<String>> BELOW = Map.of(
            "core", Set.of(),
            "kube", Set.of("core"),
            "linux", Set.of("core"),
            "agent", Set.of("core", "kube", "linux"),
            "lab", Set.of("core", "kube", "linux"),
            "web", Set.of("core", "kube", "linux"),
            "cli", Set.of("core", "kube", "linux", "agent", "lab", "web"),
            // Nobody uses these three; they may look at everything.
            "deploy", Set.of("core", "kube", "linux", "agent", "lab", "web", "cli"),
            "house", Set.of("core", "kube", "linux", "agent", "lab", "web", "cli"),
            "bench", Set.of("core", "kube", "linux", "agent", "lab", "web", "cli"));

    /** The packages of core, floor by floor: one uses those of lower floors, and none beside it on its own. */
    static final List<Set<String>> FLOORS_OF_CORE = List.of(
            Set.of("collect"),
            Set.of("net", "label"),
            Set.of("model"),
            Set.of("policy"),
            Set.of("relation"),
            Set.of("verdict", "connectivity", "lint", "suggest", "nft"),
            Set.of("words"),
            Set.of("naming"),
            Set.of("question"),
            Set.of("claim"));

    /** The classes of all rooms, without their tests. */
    static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages(BASE);

    private Rooms() {}

    /** The room that a package is in: {@code core} for {@code dev.tierwall.core.net}. */
    static String roomOf(String packageName) {
        return segment(packageName, BASE);
    }

    /** The package directly below core that a package is in or is: {@code net} for {@code dev.tierwall.core.net}. */
    static String partOfCore(String packageName) {
        return segment(packageName, BASE + ".core");
    }

    private static String segment(String packageName, String above) {
        if (!packageName.startsWith(above + ".")) {
            return "";
        }
        String rest = packageName.substring(above.length() + 1);
        int dot = rest.indexOf('.');
        return dot < 0 ? rest : rest.substring(0, dot);
    }
}
