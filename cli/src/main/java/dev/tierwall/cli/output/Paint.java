package dev.tierwall.cli.output;

import dev.tierwall.cli.frame.Shell;

/** Colours for a terminal, or none. Colour never carries what the words do not say. */
public enum Paint {
    PLAIN,
    COLOURS;

    private static final String RESET = "\u001b[0m";

    /** Colours if a person looks at it, unless the environment asks for none. */
    public static Paint suited(boolean terminal, Shell shell) {
        boolean wanted = terminal
                && shell.variable("NO_COLOR").isEmpty()
                && !shell.variable("TERM").equals("dumb");
        return wanted ? COLOURS : PLAIN;
    }

    /** What is allowed. */
    public String green(String text) {
        return with("\u001b[32m", text);
    }

    /** What is denied, and errors. */
    public String red(String text) {
        return with("\u001b[31m", text);
    }

    /** Warnings. */
    public String yellow(String text) {
        return with("\u001b[33m", text);
    }

    /** Names and headings. */
    public String bold(String text) {
        return with("\u001b[1m", text);
    }

    /** What matters less, such as file names. */
    public String dim(String text) {
        return with("\u001b[2m", text);
    }

    private String with(String code, String text) {
        return this == PLAIN || text.isEmpty() ? text : code + text + RESET;
    }
}
