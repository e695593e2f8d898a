package dev.tierwall.lab.spec;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Reads objects, which the endpoint has validated: what is not there is empty. Paths are JSON pointers. */
public final class Trees {

    private Trees() {}

    /** A text, or empty text. */
    public static String text(JsonNode tree, String path) {
        return tree.at(path).asText("");
    }

    /** A text that may be missing. */
    public static Optional<String> optional(JsonNode tree, String path) {
        JsonNode found = tree.at(path);
        return found.isMissingNode() || found.isNull() ? Optional.empty() : Optional.of(found.asText());
    }

    public static boolean flag(JsonNode tree, String path, boolean otherwise) {
        return tree.at(path).asBoolean(otherwise);
    }

    public static int number(JsonNode tree, String path, int otherwise) {
        return tree.at(path).asInt(otherwise);
    }

    /** A list of texts. */
    public static List<String> texts(JsonNode tree, String path) {
        return list(tree, path, JsonNode::asText);
    }

    /** A list whose items are read by a function. */
    public static <T> List<T> list(JsonNode tree, String path, Function<JsonNode, T> read) {
        List<T> all = new ArrayList<>();
        tree.at(path).forEach(item -> all.add(read.apply(item)));
        return List.copyOf(all);
    }

    /** A map of texts, in its order. */
    public static Map<String, String> map(JsonNode tree, String path) {
        Map<String, String> all = new LinkedHashMap<>();
        tree.at(path)
                .properties()
                .forEach(entry -> all.put(entry.getKey(), entry.getValue().asText()));
        return all;
    }
}
