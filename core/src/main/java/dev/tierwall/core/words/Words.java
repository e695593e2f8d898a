package dev.tierwall.core.words;

import dev.tierwall.core.model.Location;
import dev.tierwall.core.net.Address;
import dev.tierwall.core.verdict.End;
import java.util.Collection;
import java.util.List;

/** The small words: lists, counts, places and ends. */
public final class Words {

    private Words() {}

    /** {@code a, b and c}. */
    public static String and(Collection<String> words) {
        return joined(List.copyOf(words), "and");
    }

    /** {@code a, b or c}. */
    public static String or(Collection<String> words) {
        return joined(List.copyOf(words), "or");
    }

    private static String joined(List<String> words, String link) {
        int last = words.size() - 1;
        return last < 1
                ? String.join("", words)
                : String.join(", ", words.subList(0, last)) + " " + link + " " + words.get(last);
    }

    /** The first few of the words, and how many more there are. */
    public static String few(List<String> words, int most) {
        int more = words.size() - most;
        return more < 1 ? and(words) : String.join(", ", words.subList(0, most)) + " and " + more + " more";
    }

    /** {@code 1 rule}, {@code 2 rules}. */
    public static String count(int number, String noun) {
        return number + " " + noun + (number == 1 ? "" : "s");
    }

    /** {@code  (file:line:column)} with a space before it; empty for what has no line. */
    public static String at(Location location) {
        return location.line() == 0 ? "" : " (" + location + ")";
    }

    /** The name of an end: {@code namespace/name}, or the address. */
    public static String end(End end) {
        return switch (end) {
            case End.OfPod of -> of.pod().key().qualifiedName();
            case End.OfAddress(Address address) -> address.toString();
        };
    }
}
