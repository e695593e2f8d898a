package dev.tierwall.linux.userns;

import java.lang.annotation.Annotation;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A program that runs the tests of a class that take nothing, but for those named, in the namespaces that it finds itself in. */
final class Tests {

    private Tests() {}

    public static void main(String[] arguments) throws Exception {
        Class<?> tests = Class.forName(arguments[0]);
        Set<String> without = new HashSet<>(Arrays.asList(arguments).subList(1, arguments.length));
        List<Method> methods = Arrays.stream(tests.getDeclaredMethods())
                .filter(method -> method.getParameterCount() == 0)
                .sorted(Comparator.comparing(Method::getName))
                .toList();
        methods.forEach(method -> method.setAccessible(true));
        invoke(methods, BeforeAll.class, null);
        boolean isGood = true;
        for (Method method : methods) {
            if (method.isAnnotationPresent(Test.class) && !without.contains(method.getName())) {
                isGood &= passes(tests, methods, method);
            }
        }
        invoke(methods, AfterAll.class, null);
        System.exit(isGood ? 0 : 1);
    }

    private static boolean passes(Class<?> tests, List<Method> methods, Method method) throws Exception {
        Constructor<?> constructor = tests.getDeclaredConstructor();
        constructor.setAccessible(true);
        Object test = constructor.newInstance();
        invoke(methods, BeforeEach.class, test);
        try {
            method.invoke(test);
            System.out.println("passed " + method.getName());
            return true;
        } catch (InvocationTargetException failure) {
            System.out.println("FAILED " + method.getName());
            failure.getCause().printStackTrace(System.out);
            return false;
        } finally {
            invoke(methods, AfterEach.class, test);
        }
    }

    private static void invoke(List<Method> methods, Class<? extends Annotation> when, Object on) throws Exception {
        for (Method method : methods) {
            if (method.isAnnotationPresent(when)) {
                method.invoke(on);
            }
        }
    }
}
