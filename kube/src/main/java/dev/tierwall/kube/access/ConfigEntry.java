package dev.tierwall.kube.access;

import dev.tierwall.kube.tree.Node;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A mapping of a kubeconfig file, and the file: messages name the place, and paths are relative to the file's folder.
 *
 * @param file the kubeconfig file
 * @param fields the mapping
 */
record ConfigEntry(Path file, Node.Mapping fields) {

    /** A string; empty if it is absent, null or the empty string. */
    Optional<String> text(String key) throws ClusterException {
        return switch (fields.get(key)) {
            case null -> Optional.empty();
            case Node.Null _ -> Optional.empty();
            case Node.Text(String value, int _, int _) -> value.isEmpty() ? Optional.empty() : Optional.of(value);
            case Node other -> throw wrong(other, key, "a string");
        };
    }

    boolean flag(String key) throws ClusterException {
        return switch (fields.get(key)) {
            case null -> false;
            case Node.Null _ -> false;
            case Node.Bool(boolean value, int _, int _) -> value;
            case Node other -> throw wrong(other, key, "true or false");
        };
    }

    Optional<ConfigEntry> entry(String key) throws ClusterException {
        return switch (fields.get(key)) {
            case null -> Optional.empty();
            case Node.Null _ -> Optional.empty();
            case Node.Mapping mapping -> Optional.of(new ConfigEntry(file, mapping));
            case Node other -> throw wrong(other, key, "a mapping");
        };
    }

    List<ConfigEntry> entries(String key) throws ClusterException {
        List<ConfigEntry> entries = new ArrayList<>();
        for (Node item : items(key)) {
            if (!(item instanceof Node.Mapping mapping)) {
                throw wrong(item, key, "a list of mappings");
            }
            entries.add(new ConfigEntry(file, mapping));
        }
        return entries;
    }

    List<String> texts(String key) throws ClusterException {
        List<String> texts = new ArrayList<>();
        for (Node item : items(key)) {
            if (!(item instanceof Node.Text text)) {
                throw wrong(item, key, "a list of strings");
            }
            texts.add(text.value());
        }
        return texts;
    }

    /** The string entries of a mapping; of lists of strings, where {@code lists}. */
    Map<String, List<String>> textLists(String key) throws ClusterException {
        Map<String, List<String>> lists = new LinkedHashMap<>();
        Optional<ConfigEntry> entry = entry(key);
        if (entry.isPresent()) {
            for (Node.Entry field : entry.get().fields.entries()) {
                lists.put(field.key(), entry.get().texts(field.key()));
            }
        }
        return lists;
    }

    private List<Node> items(String key) throws ClusterException {
        return switch (fields.get(key)) {
            case null -> List.of();
            case Node.Null _ -> List.of();
            case Node.Sequence sequence -> sequence.items();
            case Node other -> throw wrong(other, key, "a list");
        };
    }

    /** A path, made absolute: relative ones count from the folder of the kubeconfig file. */
    Optional<Path> path(String key) throws ClusterException {
        return text(key).map(this::resolved);
    }

    Path resolved(String path) {
        return file.toAbsolutePath().resolveSibling(path);
    }

    /** The bytes of {@code key-data}, or otherwise of the file that {@code key} names. */
    Optional<byte[]> dataOrFile(String key) throws ClusterException {
        Optional<String> data = text(key + "-data");
        if (data.isPresent()) {
            try {
                return Optional.of(Base64.getDecoder().decode(data.get().replaceAll("\\s+", "")));
            } catch (IllegalArgumentException notBase64) {
                throw problem(fields.get(key + "-data"), key + "-data is not base64", "write it anew", notBase64);
            }
        }
        Optional<Path> path = path(key);
        return path.isEmpty() ? Optional.empty() : Optional.of(LocalFiles.bytes(path.get(), key));
    }

    private ClusterException wrong(Node found, String key, String wanted) {
        return problem(found, key + " must be " + wanted + ", and is " + found.kind(), "mend it there", null);
    }

    private ClusterException problem(
            @org.jspecify.annotations.Nullable Node at,
            String problem,
            String remedy,
            @org.jspecify.annotations.Nullable Throwable cause) {
        Node place = at == null ? fields : at;
        String where = file + ":" + place.line() + ":" + place.column();
        String sentence = where + ": " + problem + "; " + remedy;
        return cause == null ? new ClusterException(sentence) : new ClusterException(sentence, cause);
    }
}
