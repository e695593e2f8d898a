package dev.tierwall.cli.frame;

import java.io.InputStream;
import java.io.PrintWriter;
import java.util.Map;

/**
 * What the shell that started Tierwall gave it.
 *
 * @param in standard input
 * @param out for data, as UTF-8; not flushed after each line. Writing fails with an unchecked exception when the reader
 *     has gone, which ends the command
 * @param err for messages and progress; flushed after each line
 * @param variables the environment variables
 * @param terminals which of the two outputs a person is looking at
 */
public record Shell(
        InputStream in, DataWriter out, PrintWriter err, Map<String, String> variables, Terminals terminals) {

    /**
     * Which outputs are terminals.
     *
     * @param out standard output is one
     * @param err standard error is one
     */
    public record Terminals(boolean out, boolean err) {
        public static final Terminals NONE = new Terminals(false, false);
    }

    public Shell {
        variables = Map.copyOf(variables);
    }

    /** The same for work that nobody looks at: other input, and messages to elsewhere. */
    public Shell withoutPerson(InputStream input, PrintWriter messages) {
        return new Shell(input, out, messages, variables, Terminals.NONE);
    }

    /** A variable's value; empty text if it is not set. */
    public String variable(String name) {
        return variables.getOrDefault(name, "");
    }
}
