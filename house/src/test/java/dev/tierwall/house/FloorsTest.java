package dev.tierwall.house;

import static com.tngtech.archunit.lang.SimpleConditionEvent.violated;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.EvaluationResult;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiPredicate;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Arrows point down the floors of the house, never up and never sideways. */
class FloorsTest {
    @Test
    void everyModuleIsAKnownRoomAndEveryRoomSeenHereHasClasses() {
        assertThat(Rooms.BELOW.keySet()).containsAll(Checkout.modules());
        Set<String> seen = Rooms.CLASSES.stream()
                .map(type -> Rooms.roomOf(type.getPackageName()))
                .collect(Collectors.toCollection(TreeSet::new));
        // A room that house does not depend on would pass every rule unseen. Bench and deploy have nothing that ships.
        Set<String> expected = new TreeSet<>(Checkout.modules());
        expected.removeAll(Set.of("house", "bench", "deploy"));
        assertThat(seen).containsAll(expected).isSubsetOf(Rooms.BELOW.keySet());
    }

    @Test
    void aRoomUsesOnlyRoomsBelowIt() {
        classes()
                .that(areIn(Rooms.BASE))
                .should(useOnlyOwn(Rooms.BASE, (from, to) -> mayUse(Rooms.roomOf(from), Rooms.roomOf(to))))
                .because("core ← {kube, linux} ← {agent, lab, web} ← cli, and no room uses its neighbour")
                .check(Rooms.CLASSES);
    }

    @Test
    void theRuleForRoomsSeesAWrongArrow() {
        assertThat(mayUse("core", "kube")).isFalse();
        assertThat(mayUse("kube", "linux")).isFalse();
        assertThat(mayUse("agent", "lab")).isFalse();
        assertThat(mayUse("lab", "cli")).isFalse();
        assertThat(mayUse("cli", "house")).isFalse();
        assertThat(mayUse("cli", "core")).isTrue();
        assertThat(mayUse("lab", "linux")).isTrue();
        EvaluationResult result = classes()
                .that(areIn(Rooms.BASE))
                .should(useOnlyOwn(Rooms.BASE, (from, to) -> false))
                .evaluate(new ClassFileImporter().importClasses(FloorsTest.class, Rooms.class));
        assertThat(result.getFailureReport().getDetails())
                .as("violations among these tests, had their room to stand alone")
                .anySatisfy(line -> assertThat(line).contains("FloorsTest").contains("Rooms"));
    }

    @Test
    void everyPackageOfCoreHasAFloor() {
        Set<String> parts = Rooms.CLASSES.stream()
                .map(type -> Rooms.partOfCore(type.getPackageName()))
                .filter(part -> !part.isEmpty())
                .collect(Collectors.toCollection(TreeSet::new));
        Set<String> known = Rooms.FLOORS_OF_CORE.stream().flatMap(Set::stream).collect(Collectors.toSet());
        assertThat(parts).isNotEmpty().isSubsetOf(known);
    }

    @Test
    void aPackageOfCoreUsesOnlyLowerFloors() {
        classes()
                .that(areIn(Rooms.BASE + ".core"))
                .should(useOnlyOwn(
                        Rooms.BASE + ".core", (from, to) -> isBelow(Rooms.partOfCore(to), Rooms.partOfCore(from))))
                .because(
                        "inside core: collect ← {net, label} ← model ← policy ← relation ← {verdict, connectivity, lint, suggest, nft} ← words ← naming ← question")
                .check(Rooms.CLASSES);
    }

    private static boolean mayUse(String room, String used) {
        return room.equals(used) || Rooms.BELOW.get(room).contains(used);
    }

    private static boolean isBelow(String used, String user) {
        return used.equals(user) || floor(used) < floor(user);
    }

    private static int floor(String part) {
        for (int floor = 0; floor < Rooms.FLOORS_OF_CORE.size(); floor++) {
            if (Rooms.FLOORS_OF_CORE.get(floor).contains(part)) {
                return floor;
            }
        }
        return Integer.MAX_VALUE;
    }

    private static DescribedPredicate<JavaClass> areIn(String packageName) {
        return DescribedPredicate.describe(
                "are in " + packageName, type -> type.getPackageName().startsWith(packageName + "."));
    }

    /** Among the packages below {@code base}, a class may use those of which {@code allowed(its own, the other)} holds. */
    private static ArchCondition<JavaClass> useOnlyOwn(String base, BiPredicate<String, String> allowed) {
        return new ArchCondition<>("use only what stands below") {
            @Override
            public void check(JavaClass type, ConditionEvents events) {
                for (Dependency use : type.getDirectDependenciesFromSelf()) {
                    String to = use.getTargetClass().getPackageName();
                    if (to.startsWith(base + ".") && !allowed.test(type.getPackageName(), to)) {
                        events.add(violated(use, use.getDescription()));
                    }
                }
            }
        };
    }
}
