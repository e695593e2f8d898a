package dev.tierwall.lab.schema;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** The resources of the built-in kinds, in the order in which discovery lists them. */
public final class Resources {

    private static final List<String> ALL_VERBS =
            List.of("create", "delete", "deletecollection", "get", "list", "patch", "update", "watch");

    /** Read when it is first asked for. */
    private static final class Table {
        static final List<Resource> READ = read();
    }

    private Resources() {}

    public static List<Resource> builtIn() {
        return Table.READ;
    }

    private static List<Resource> read() {
        List<Resource> resources = new ArrayList<>();
        String apiVersion = "";
        try (InputStream table = Objects.requireNonNull(Resources.class.getResourceAsStream("resources.txt"))) {
            String text = new String(table.readAllBytes(), StandardCharsets.UTF_8);
            for (String line :
                    text.lines().filter(line -> !line.startsWith("#")).toList()) {
                String[] words = line.split(" ", -1);
                if (words.length == 1) {
                    apiVersion = line;
                } else {
                    resources.add(resource(apiVersion, words));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return List.copyOf(resources);
    }

    private static Resource resource(String apiVersion, String[] words) {
        int at = words[2].indexOf('@');
        GroupVersionKind served = GroupVersionKind.of(apiVersion, words[2]);
        GroupVersionKind kind =
                at < 0 ? served : GroupVersionKind.of(words[2].substring(at + 1), words[2].substring(0, at));
        return new Resource(
                served.group(),
                served.version(),
                words[0],
                words[1].equals("-") ? "" : words[1],
                kind,
                words[3].equals("ns"),
                verbs(words[4]),
                list(words[5]),
                list(words[6]));
    }

    private static List<String> verbs(String letters) {
        List<String> verbs = new ArrayList<>();
        letters.chars()
                .forEach(letter -> verbs.addAll(
                        switch (letter) {
                            case 'a' -> ALL_VERBS;
                            case 'c' -> List.of("create");
                            case 'g' -> List.of("get");
                            case 'p' -> List.of("patch", "update");
                            default -> throw new IllegalArgumentException("no verb is written " + letters);
                        }));
        return verbs;
    }

    private static List<String> list(String word) {
        return word.equals("-") ? List.of() : List.of(word.split(",", -1));
    }
}
