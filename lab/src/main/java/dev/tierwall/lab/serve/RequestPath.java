package dev.tierwall.lab.serve;

import java.util.List;
import java.util.Optional;

/**
 * What a path of the API names.
 *
 * @param group the API group; empty for the core group
 * @param version its version
 * @param namespace the namespace; empty if none is named
 * @param resource the plural
 * @param name the object; empty for all of them
 * @param part the part of the object, with what follows it: {@code log}, {@code proxy/some/path}; empty for the whole
 */
record RequestPath(String group, String version, String namespace, String resource, String name, String part) {

    /** From the words of {@code /api/VERSION/…} or {@code /apis/GROUP/VERSION/…}; empty if it names no resource. */
    static Optional<RequestPath> of(List<String> words) {
        int start = switch (words.isEmpty() ? "" : words.getFirst()) {
            case "api" -> 2;
            case "apis" -> 3;
            default -> Integer.MAX_VALUE;
        };
        if (words.size() <= start) {
            return Optional.empty();
        }
        String group = start == 2 ? "" : words.get(1);
        String version = words.get(start - 1);
        List<String> rest = words.subList(start, words.size());
        String namespace = "";
        // /namespaces/NAME/status and /finalize are parts of the namespace, not resources in it.
        boolean within = rest.getFirst().equals("namespaces")
                && rest.size() > 2
                && !(start == 2
                        && rest.size() == 3
                        && List.of("status", "finalize").contains(rest.get(2)));
        if (within) {
            namespace = rest.get(1);
            rest = rest.subList(2, rest.size());
        }
        return Optional.of(new RequestPath(
                group,
                version,
                namespace,
                rest.getFirst(),
                rest.size() > 1 ? rest.get(1) : "",
                rest.size() > 2 ? String.join("/", rest.subList(2, rest.size())) : ""));
    }

    /** The name of the resource that the path is about: {@code pods/log}. */
    String resourceName() {
        return part.isEmpty() ? resource : resource + "/" + part.split("/", 2)[0];
    }
}
