package dev.tierwall.linux.nft;

import java.util.Set;

/**
 * A transaction that somebody did.
 *
 * @param generation the number of the rule set after it
 * @param isOwn whether this process did it, by a socket that is still open
 * @param program the program that did it, as far as the kernel knows
 * @param tables the tables that it touched, such as {@code inet tierwall}; empty where that is not known
 */
public record RuleSetChange(int generation, boolean isOwn, String program, Set<String> tables) {

    /** Something happened, but what it was is lost. */
    public static final RuleSetChange UNKNOWN = new RuleSetChange(0, false, "", Set.of());

    public RuleSetChange {
        tables = Set.copyOf(tables);
    }

    /** Whether it may have touched a table. */
    public boolean mayConcern(String table) {
        return tables.isEmpty() || tables.contains(table);
    }
}
