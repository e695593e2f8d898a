package dev.tierwall.linux.userns;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A program that runs the tests of a class that take nothing, but for those named, in the namespaces that it finds itself in. */
final class Tests {

    private Tests() {}

    public static void main(String[] arguments) throws Exception {
        Class<?> tests = Class.forName(arguments[0]);
        Set<String> without = new HashSet<>(Arrays.asList(arguments).subList(1, arguments.length));
        Constructor<?> constructor = tests.getDeclaredConstructor();
        constructor.setAccessible(true);
        List<Method> methods = Arrays.stream(tests.getDeclaredMethods())
                .filter(method -> method.getParameterCount() == 0)
                .sorted(Comparator.comparing(Method::getName))
                .toList();
        methods.forEach(method -> method.setAccessible(true));
        int failed = 0;
        for (Method method : methods) {
            if (method.isAnnotationPresent(BeforeAll.class)) {
                method.invoke(null);
            }
        }
        for (Method method : methods) {
            if (!method.isAnnotationPresent(Test.class) || without.contains(method.getName())) {
                continue;
            }
            try {
                method.invoke(constructor.newInstance());
                System.out.println("passed " + method.getName());
            } catch (InvocationTargetException failure) {
                failed++;
                System.out.println("FAILED " + method.getName());
                failure.getCause().printStackTrace(System.out);
            }
        }
        for (Method method : methods) {
            if (method.isAnnotationPresent(AfterAll.class)) {
                method.invoke(null);
            }
        }
        System.exit(failed == 0 ? 0 : 1);
    }
}
