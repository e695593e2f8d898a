package dev.tierwall.house;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackages;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.AccessTarget;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Core is a pure function; the kernel, other processes and standard output each have their one place. */
class PurityTest {
    private static final String CORE = Rooms.BASE + ".core..";

    /** Of java.lang, what reads or changes the world outside the call. */
    private static final Set<String> WORLDLY = Set.of(
            "java.lang.Process",
            "java.lang.ProcessBuilder",
            "java.lang.ProcessHandle",
            "java.lang.Runtime",
            "java.lang.Thread",
            "java.lang.ThreadGroup",
            "java.lang.ThreadLocal",
            "java.lang.InheritableThreadLocal",
            "java.lang.ScopedValue",
            "java.lang.Shutdown",
            "java.lang.System$Logger",
            "java.util.Random",
            "java.util.SplittableRandom",
            "java.util.Scanner",
            "java.util.Timer",
            "java.util.ServiceLoader");

    /** Methods that do so, in classes that are otherwise pure. */
    private static final List<String> WORLDLY_METHODS = List.of(
            "java.lang.Math.random",
            "java.util.UUID.randomUUID",
            "java.util.Collections.shuffle",
            "java.util.Collection.parallelStream",
            "java.util.stream.BaseStream.parallel",
            "java.lang.Throwable.printStackTrace");

    /** A memo that several threads may fill needs one; it starts none itself. */
    private static final DescribedPredicate<JavaClass> PURE_CONCURRENT_TYPE = named(
                    Set.of("java.util.concurrent.ConcurrentHashMap", "java.util.concurrent.ConcurrentMap"))
            .or(resideInAnyPackage("java.util.concurrent.atomic"));

    private static final Set<String> PURE_SYSTEM_METHODS = Set.of("arraycopy", "identityHashCode");

    @Test
    void coreUsesOnlyTheLanguageAndItself() {
        onlyTheLanguage().check(Rooms.CLASSES);
    }

    @Test
    void coreReadsNoClockEnvironmentFileOrDiceAndStartsNothing() {
        noWorld(CORE).check(Rooms.CLASSES);
    }

    @Test
    void theseRulesSeeWhatTheyForbid() {
        assertThatThrownBy(() -> noWorld("dev.tierwall.house..")
                        .check(new ClassFileImporter().importClasses(ImpureSample.class)))
                .hasMessageContaining("nanoTime")
                .hasMessageContaining("java.lang.Math.random")
                .hasMessageContaining("java.lang.Thread")
                .hasMessageContaining("java.util.Random");
        assertThat(Rooms.CLASSES.that(resideInAnyPackage(CORE))).isNotEmpty();
    }

    @Test
    void coreSpeaksOfNullToNobody() {
        // Inside, a data structure may mark an empty slot by it.
        assertThat(Sources.PUBLIC_MEMBERS.stream()
                        .filter(member -> member.file().startsWith("core/src/main"))
                        .filter(member -> member.declaration().contains("Nullable"))
                        .filter(member -> !member.name().equals("equals")))
                .as("public members of core that take or give null")
                .isEmpty();
        assertThat(Sources.PUBLIC_MEMBERS)
                .as("the one that must take it, to show that members are read with their annotations")
                .anyMatch(member ->
                        member.name().equals("equals") && member.declaration().contains("@Nullable"));
    }

    @Test
    void onlyLinuxTouchesTheKernelOrStartsProcesses() {
        noClasses()
                .that(resideOutsideOfPackages(Rooms.BASE + ".linux.."))
                // A kubeconfig may name a program that gives the credentials: no kernel, and no other way.
                .and(not(named(Set.of(Rooms.BASE + ".kube.access.ExecPlugin"))))
                .should()
                .dependOnClassesThat(resideInAnyPackage("java.lang.foreign..")
                        .or(named(Set.of("java.lang.ProcessBuilder", "java.lang.ProcessBuilder$Redirect"))))
                .orShould()
                .callMethodWhere(target("java.lang.Runtime.exec"))
                .because("linux is the only room with FFM or ProcessBuilder, but for credential plug-ins")
                .check(Rooms.CLASSES);
    }

    @Test
    void onlyCliWritesToTheStandardStreams() {
        noClasses()
                .that(resideOutsideOfPackages(Rooms.BASE + ".cli..", Rooms.BASE + ".bench.."))
                .should()
                .accessTargetWhere(DescribedPredicate.describe("a standard stream", PurityTest::isStandardStream))
                .because("stdout is data and stderr is messages, and cli decides which is which")
                .check(Rooms.CLASSES);
    }

    private static ArchRule onlyTheLanguage() {
        return classes()
                .that(resideInAnyPackage(CORE))
                .should()
                .onlyDependOnClassesThat(resideInAnyPackage(
                                CORE,
                                "java.lang..",
                                "java.util",
                                "java.util.function..",
                                "java.util.stream..",
                                "java.util.regex..",
                                "java.math..",
                                "java.nio.charset..",
                                "java.time..",
                                "org.jspecify..")
                        .or(PURE_CONCURRENT_TYPE))
                .as("core depends on nothing but the language and itself");
    }

    private static ArchRule noWorld(String packages) {
        return noClasses()
                .that(resideInAnyPackage(packages))
                .should()
                .dependOnClassesThat(named(WORLDLY)
                        .or(resideInAnyPackage("java.lang.foreign..", "java.lang.ref..", "java.util.concurrent..")
                                .and(not(PURE_CONCURRENT_TYPE))))
                .orShould()
                .accessTargetWhere(DescribedPredicate.describe("worldly", PurityTest::isWorldly))
                .as("core does no I/O and knows no clock, environment, thread, randomness or logging");
    }

    private static boolean isWorldly(JavaAccess<?> access) {
        AccessTarget target = access.getTarget();
        String owner = target.getOwner().getFullName();
        if (owner.equals("java.lang.System")) {
            return !PURE_SYSTEM_METHODS.contains(target.getName());
        }
        if (owner.startsWith("java.time.")) {
            return owner.equals("java.time.Clock")
                    || target.getName().equals("now")
                    || target.getName().equals("systemDefault");
        }
        return WORLDLY_METHODS.contains(owner + "." + target.getName())
                || target.getName().equals("parallel") && owner.startsWith("java.util.stream.")
                || target.getName().equals("parallelStream");
    }

    private static boolean isStandardStream(JavaAccess<?> access) {
        AccessTarget target = access.getTarget();
        return target.getOwner().getFullName().equals("java.lang.System")
                && Set.of("out", "err", "in").contains(target.getName());
    }

    private static DescribedPredicate<JavaAccess<?>> target(String method) {
        return DescribedPredicate.describe(
                method,
                access -> (access.getTargetOwner().getFullName() + "."
                                + access.getTarget().getName())
                        .equals(method));
    }

    private static DescribedPredicate<JavaClass> named(Set<String> names) {
        return DescribedPredicate.describe("are among " + names, type -> names.contains(type.getFullName()));
    }

    /** Does what core must not. */
    static final class ImpureSample {
        static double roll() {
            Thread.onSpinWait();
            return System.nanoTime() + Math.random() + new java.util.Random().nextInt();
        }

        private ImpureSample() {}
    }
}
