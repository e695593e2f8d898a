package dev.tierwall.core.connectivity;

import dev.tierwall.core.net.ConnectionSet;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * Which rows are asked for.
 *
 * @param sources the parties whose connections are wanted
 * @param destinations the parties that connections to are wanted
 * @param either the parties of which every row must have at least one
 * @param connections what is wanted of the connections to a party; rows are cut down to it
 */
public record Wanted(
        Predicate<Party> sources,
        Predicate<Party> destinations,
        Predicate<Party> either,
        Function<Party, ConnectionSet> connections) {

    /** Every row. */
    public static final Wanted ALL =
            new Wanted(party -> true, party -> true, party -> true, party -> ConnectionSet.ALL);
}
