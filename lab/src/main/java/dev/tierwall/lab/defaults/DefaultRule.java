package dev.tierwall.lab.defaults;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/**
 * What stands for a field that is absent.
 *
 * @param path the names that lead to the field; a number stands for a place in a list
 * @param value what is filled in, unless another field is copied
 * @param copied the path of the field that is copied; empty if none is
 * @param condition when this is so
 */
record DefaultRule(List<String> path, JsonNode value, List<String> copied, Condition condition) {

    private static final ObjectMapper MAPPER = new ObjectMapper();

    /**
     * A look at another field.
     *
     * @param path the field; empty where there is no condition
     * @param text what it must be; empty if anything is enough
     * @param present whether it must be there, or must not
     */
    record Condition(List<String> path, String text, boolean present) {
        boolean holds(ObjectNode object) {
            JsonNode found = at(object, path);
            boolean there =
                    !found.isMissingNode() && (text.isEmpty() || found.asText().equals(text));
            return path.isEmpty() || there == present;
        }
    }

    DefaultRule {
        path = List.copyOf(path);
        copied = List.copyOf(copied);
    }

    /** Reads the words of a line after the type. */
    static DefaultRule parse(String[] words) {
        List<String> path = path(words[1]);
        Condition condition = new Condition(List.of(), "", true);
        if (words.length > 4) {
            String[] sides = words[4].split("=", 2);
            condition = new Condition(path(sides[0]), sides.length > 1 ? sides[1] : "", words[3].equals("when"));
        }
        if (words[2].startsWith("=")) {
            JsonNode nothing = JsonNodeFactory.instance.missingNode();
            return new DefaultRule(path, nothing, path(words[2].substring(1)), condition);
        }
        try {
            return new DefaultRule(path, MAPPER.readTree(words[2]), List.of(), condition);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("no JSON: " + words[2], e);
        }
    }

    private static List<String> path(String written) {
        return List.of(written.split("\\.", -1));
    }

    private static JsonNode at(JsonNode object, List<String> path) {
        JsonNode node = object;
        for (String name : path) {
            node = node.isArray() ? node.path(Integer.parseInt(name)) : node.path(name);
        }
        return node;
    }

    /** Fills in, if there is something to fill in. */
    void apply(ObjectNode object) {
        JsonNode filled = copied.isEmpty() ? value : at(object, copied);
        JsonNode written = at(object, path);
        boolean absent = written.isMissingNode()
                || (written.isTextual() && written.asText().isEmpty());
        if (!filled.isMissingNode() && absent && condition.holds(object)) {
            set(object, filled.deepCopy());
        }
    }

    private void set(ObjectNode object, JsonNode filled) {
        JsonNode node = object;
        for (int i = 0; i < path.size() - 1; i++) {
            node = stepInto(node, path.get(i), path.get(i + 1).equals("0"));
        }
        if (node instanceof ObjectNode inner) {
            inner.set(path.getLast(), filled);
        }
    }

    /** Goes one step further, to a list or a mapping that is made if there is none. */
    private static JsonNode stepInto(JsonNode node, String name, boolean toList) {
        return switch (node) {
            case ObjectNode object when object.has(name) -> object.get(name);
            case ObjectNode object -> toList ? object.putArray(name) : object.putObject(name);
            case ArrayNode list -> list.isEmpty() ? list.addObject() : list.get(0);
            default -> node;
        };
    }
}
