package dev.tierwall.core.naming;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/** Finds what a person may have meant by a word that nothing is called. */
public final class Likeness {
    private static final int MOST = 3;

    private record Scored(String word, int distance) {}

    private Likeness() {}

    /** Those of the candidates that are few slips of the finger away, or that contain the word; the nearest first. */
    public static List<String> of(String word, Collection<String> candidates) {
        int tolerance = Math.max(1, word.length() / 3);
        return candidates.stream()
                .distinct()
                .map(candidate -> new Scored(candidate, distance(word, candidate, tolerance)))
                .filter(scored -> scored.distance() <= tolerance)
                .sorted(Comparator.comparingInt(Scored::distance).thenComparing(Scored::word))
                .limit(MOST)
                .map(Scored::word)
                .toList();
    }

    /** How many letters to insert, delete, replace or swap; a long common part counts as near. */
    private static int distance(String word, String other, int tolerance) {
        if (word.length() >= 3 && (other.startsWith(word + "-") || other.endsWith("-" + word))) {
            return tolerance;
        }
        if (Math.abs(word.length() - other.length()) > tolerance) {
            return Integer.MAX_VALUE;
        }
        int[] beforeLast = new int[other.length() + 1];
        int[] last = new int[other.length() + 1];
        for (int j = 0; j <= other.length(); j++) {
            last[j] = j;
        }
        for (int i = 1; i <= word.length(); i++) {
            int[] row = new int[other.length() + 1];
            row[0] = i;
            for (int j = 1; j <= other.length(); j++) {
                boolean same = word.charAt(i - 1) == other.charAt(j - 1);
                row[j] = Math.min(Math.min(row[j - 1], last[j]) + 1, last[j - 1] + (same ? 0 : 1));
                if (i > 1 && j > 1 && isSwap(word, other, i, j)) {
                    row[j] = Math.min(row[j], beforeLast[j - 2] + 1);
                }
            }
            beforeLast = last;
            last = row;
        }
        return last[other.length()];
    }

    private static boolean isSwap(String word, String other, int i, int j) {
        return word.charAt(i - 1) == other.charAt(j - 2) && word.charAt(i - 2) == other.charAt(j - 1);
    }
}
