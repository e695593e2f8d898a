package dev.tierwall.core.naming;

import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** The words that kubectl accepts for kinds. */
final class Kinds {
    private static final Map<String, String> SHORT = Map.of(
            "po", "pod",
            "deploy", "deployment",
            "rs", "replicaset",
            "sts", "statefulset",
            "ds", "daemonset",
            "rc", "replicationcontroller",
            "cj", "cronjob",
            "svc", "service",
            "no", "node");

    private static final Set<String> KNOWN = Set.of(
            "pod",
            "deployment",
            "replicaset",
            "statefulset",
            "daemonset",
            "replicationcontroller",
            "job",
            "cronjob",
            "service",
            "node");

    private Kinds() {}

    /** Whether a person who writes {@code word} means {@code kind}. */
    static boolean means(String word, String kind) {
        return singular(word).equals(kind.toLowerCase(Locale.ROOT));
    }

    /** Whether a word is one for a kind. */
    static boolean isKind(String word) {
        return KNOWN.contains(singular(word));
    }

    private static String singular(String word) {
        String lower = word.toLowerCase(Locale.ROOT);
        String full = SHORT.getOrDefault(lower, lower);
        return full.endsWith("s") && KNOWN.contains(full.substring(0, full.length() - 1))
                ? full.substring(0, full.length() - 1)
                : full;
    }
}
