package dev.tierwall.house;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaPackage;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

/** Names that say what a thing is, packages that can be taken in at a glance, and every package marked for null. */
class NamesTest {
    private static final Pattern EMPTY_NAME = Pattern.compile(
            "(.*\\.)?(\\w*(Util|Utils|Utility|Helper|Helpers|Manager|Impl)|(Abstract|Common)[A-Z]\\w*)");
    private static final Set<String> EMPTY_PACKAGES =
            Set.of("util", "utils", "helper", "helpers", "common", "misc", "impl", "shared", "base");

    @Test
    void noTypeHasANameThatSaysNothing() {
        assertThat(Sources.TYPES).isNotEmpty();
        assertThat(Sources.TYPES.stream()
                        .filter(type -> EMPTY_NAME.matcher(type.name()).matches()))
                .as("types with a name that says nothing of what they are")
                .isEmpty();
    }

    @Test
    void theRuleForNamesKnowsThemAll() {
        assertThat(List.of("IpUtil", "Utils", "FlowHelper", "LockManager", "ReaderImpl", "AbstractReader", "A.BImpl"))
                .allMatch(EMPTY_NAME.asMatchPredicate());
        assertThat(List.of("Utilisation", "Reader", "Implication", "Abstraction", "Uncommon"))
                .noneMatch(EMPTY_NAME.asMatchPredicate());
    }

    @Test
    void noPackageHasANameThatSaysNothing() {
        assertThat(Sources.packages(type -> true).keySet())
                .allSatisfy(name -> assertThat(name.split("\\.")).doesNotContainAnyElementsOf(EMPTY_PACKAGES));
    }

    @Test
    void everyTypeStandsInThePackageOfItsRoom() {
        assertThat(Sources.TYPES.stream().filter(type -> type.file().toString().contains("/java/")))
                .allSatisfy(type -> assertThat(type.packageName() + ".")
                        .as(type.file().toString())
                        .startsWith(Rooms.BASE + "." + type.file().getName(0) + "."));
    }

    @Test
    void everyPublicTypeSaysInItsJavadocWhatItIs() {
        assertThat(Sources.TYPES.stream()
                        .filter(type -> Sources.isProduct(type.file()) && type.isTopLevel() && type.isPublic())
                        .filter(type -> !type.hasJavadoc())
                        .map(type -> type.file().toString()))
                .as("public types without Javadoc")
                .isEmpty();
    }

    @Test
    void everyPackageIsNullMarked() {
        Set<String> unmarked = new TreeSet<>();
        for (String name :
                Sources.packages(type -> Sources.isProduct(type.file())).keySet()) {
            JavaPackage found = Rooms.CLASSES.getPackage(name);
            if (!found.isAnnotatedWith(NullMarked.class)) {
                unmarked.add(name);
            }
        }
        assertThat(unmarked)
                .as("packages without @NullMarked in package-info.java")
                .isEmpty();
    }
}
