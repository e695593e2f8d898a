package dev.tierwall.cli.output;

import java.util.Locale;

/** The forms in which commands write their data. */
public enum Format {
    TEXT,
    TABLE,
    JSON,
    YAML,
    CSV,
    MD,
    DOT,
    MERMAID,
    SVG,
    JUNIT,
    TAP,
    GITHUB;

    /** The word after {@code -o}. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
