package dev.tierwall.lab.spec;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Files that containers of a pod share.
 *
 * @param name its name
 * @param sources where its files come from; nothing for an empty folder
 * @param unknown the kind of volume, if it is one that a lab does not have
 */
public record VolumeSpec(String name, List<Source> sources, Optional<String> unknown) {

    /** Where some files of a volume come from. */
    public sealed interface Source {

        /**
         * Entries of a ConfigMap or Secret; all of them, each as a file of its name, where none is named.
         *
         * @param items paths by the names of entries
         */
        record Bag(Variable.Bag bag, Map<String, String> items, boolean optional) implements Source {}

        /** Fields of the pod. */
        record Fields(Map<String, String> pathsByFile) implements Source {}

        /** The token by which the pod speaks to the API server. */
        record Token(String path) implements Source {}
    }

    static VolumeSpec of(JsonNode tree) {
        String name = Trees.text(tree, "/name");
        if (tree.has("projected")) {
            List<Source> sources = new ArrayList<>();
            tree.at("/projected/sources")
                    .forEach(source -> source(source, "name").ifPresent(sources::add));
            return new VolumeSpec(name, sources, Optional.empty());
        }
        Optional<Source> only = source(tree, "secretName");
        if (only.isPresent() || tree.has("emptyDir")) {
            return new VolumeSpec(name, only.stream().toList(), Optional.empty());
        }
        Optional<String> kind = tree.properties().stream()
                .map(Map.Entry::getKey)
                .filter(key -> !key.equals("name"))
                .findFirst();
        return new VolumeSpec(name, List.of(), kind);
    }

    private static Optional<Source> source(JsonNode tree, String secretName) {
        if (tree.has("configMap")) {
            JsonNode map = tree.get("configMap");
            return Optional.of(bag(map, new Variable.Bag(false, Trees.text(map, "/name"))));
        }
        if (tree.has("secret")) {
            JsonNode secret = tree.get("secret");
            return Optional.of(bag(secret, new Variable.Bag(true, Trees.text(secret, "/" + secretName))));
        }
        if (tree.has("downwardAPI")) {
            Map<String, String> fields = new LinkedHashMap<>();
            tree.at("/downwardAPI/items")
                    .forEach(item -> fields.put(Trees.text(item, "/path"), Trees.text(item, "/fieldRef/fieldPath")));
            return Optional.of(new Source.Fields(fields));
        }
        if (tree.has("serviceAccountToken")) {
            return Optional.of(new Source.Token(Trees.text(tree, "/serviceAccountToken/path")));
        }
        return Optional.empty();
    }

    private static Source bag(JsonNode tree, Variable.Bag bag) {
        Map<String, String> items = new LinkedHashMap<>();
        tree.at("/items").forEach(item -> items.put(Trees.text(item, "/key"), Trees.text(item, "/path")));
        return new Source.Bag(bag, items, Trees.flag(tree, "/optional", false));
    }
}
