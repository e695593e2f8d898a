package dev.tierwall.house;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A limit with a list of exceptions that can only shrink: what is on the list may be as large as the list says, and
 * when it has become smaller the list must say so.
 */
record Ratchet(String unit, int limit, Map<String, Integer> exceptions) {
    /** Each line: a size, its unit, and the name of what has it, as in {@code 312 lines core/…/Name.java}. */
    static final Path LIST = Path.of("house/src/test/resources/larger-than-the-limit.txt");

    static Ratchet fromList(String unit, int limit) {
        Map<String, Integer> exceptions = new TreeMap<>();
        for (String line : Checkout.read(LIST).lines().toList()) {
            String[] words = line.split(" ", 3);
            if (!line.startsWith("#") && words.length == 3 && words[1].equals(unit)) {
                exceptions.put(words[2], Integer.valueOf(words[0]));
            }
        }
        return new Ratchet(unit, limit, exceptions);
    }

    /** What is wrong with these sizes, each with what to do about it. */
    List<String> complaints(Map<String, Integer> sizes) {
        List<String> complaints = new ArrayList<>();
        sizes.forEach((name, size) -> {
            int allowed = exceptions.getOrDefault(name, limit);
            if (size > allowed) {
                complaints.add("%s has %d %s, and %d is the most: say it more simply, or divide it"
                        .formatted(name, size, unit, allowed));
            }
        });
        exceptions.forEach((name, allowed) -> {
            int size = sizes.getOrDefault(name, 0);
            if (size < allowed) {
                complaints.add("%s has only %d %s now: %s"
                        .formatted(
                                name, size, unit, size > limit ? "write that into " + LIST : "remove it from " + LIST));
            }
        });
        return complaints;
    }

    /** Lowers each entry of the list to the present size. Never adds one, and never raises one. */
    static void shrinkList(String unit, int limit, Map<String, Integer> sizes) {
        List<String> lines = new ArrayList<>();
        for (String line : Checkout.read(LIST).lines().toList()) {
            String[] words = line.split(" ", 3);
            if (line.startsWith("#") || words.length < 3 || !words[1].equals(unit)) {
                lines.add(line);
                continue;
            }
            int size = Math.min(Integer.parseInt(words[0]), sizes.getOrDefault(words[2], 0));
            if (size > limit) {
                lines.add(size + " " + unit + " " + words[2]);
            }
        }
        try {
            Files.write(Checkout.ROOT.resolve(LIST), lines);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
