package dev.tierwall.linux.process;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What to run.
 *
 * @param arguments the program, which is looked for in this process's PATH if it is no path, and its arguments
 * @param environment its whole environment
 * @param folder where it starts; where this process is, if none is named
 */
public record Program(List<String> arguments, Map<String, String> environment, Optional<Path> folder) {

    public Program {
        if (arguments.isEmpty()) {
            throw new IllegalArgumentException("no program is named");
        }
        arguments = List.copyOf(arguments);
        environment = Map.copyOf(environment);
    }

    /** A program with the environment of this process. */
    public static Program of(String... arguments) {
        return new Program(List.of(arguments), System.getenv(), Optional.empty());
    }

    /** The same in another folder. */
    public Program in(Path other) {
        return new Program(arguments, environment, Optional.of(other));
    }

    /** The same with another environment. */
    public Program with(Map<String, String> other) {
        return new Program(arguments, other, folder);
    }
}
