package dev.tierwall.kube.access;

import java.io.Console;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * What the process finds around it.
 *
 * @param variables the environment variables
 * @param home the person's home folder
 * @param serviceAccount where a pod finds the files of its service account
 * @param messages takes lines that a credential plug-in says to the person
 * @param terminal whether a credential plug-in may ask the person something
 */
public record Environment(
        Map<String, String> variables,
        Path home,
        Path serviceAccount,
        Consumer<String> messages,
        BooleanSupplier terminal) {

    private static final Path SERVICE_ACCOUNT = Path.of("/var/run/secrets/kubernetes.io/serviceaccount");

    public Environment {
        variables = Map.copyOf(variables);
    }

    /** That of a process with these variables; {@code messages} takes what a credential plug-in says. */
    public static Environment of(Map<String, String> variables, Consumer<String> messages) {
        String home = variables.getOrDefault("HOME", System.getProperty("user.home", ""));
        return new Environment(
                variables,
                Path.of(home),
                SERVICE_ACCOUNT,
                messages,
                () -> Optional.ofNullable(System.console())
                        .filter(Console::isTerminal)
                        .isPresent());
    }

    /** A variable's value, if it is set and not empty. */
    Optional<String> variable(String name) {
        return Optional.ofNullable(variables.get(name)).filter(value -> !value.isEmpty());
    }

    /** The value of the first of these variables that is set and not empty. */
    Optional<String> anyOf(String... names) {
        for (String name : names) {
            Optional<String> value = variable(name);
            if (value.isPresent()) {
                return value;
            }
        }
        return Optional.empty();
    }
}
